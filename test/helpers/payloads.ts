/** What a stranger may put into any field so that the terminal, or who reads it, does something else. */
export const payloads: readonly string[] = [
	// Titles, the clipboard, links, notifications, files, images.
	'\u001B]0;canary\u0007',
	'\u001B]2;canary\u001B\\',
	'\u001B]52;c;Y2FuYXJ5\u0007',
	'\u001B]8;;http://canary.example\u001B\\click\u001B]8;;\u001B\\',
	'\u001B]9;canary\u0007',
	'\u001B]777;notify;canary;canary\u0007',
	'\u001B]1337;File=name=Y2FuYXJ5:AAAA\u0007',
	'\u001B]4;1;rgb:ff/ff/ff\u0007',
	'\u001B]10;?\u0007',
	'\u001B_Gi=1;AAAA\u001B\\',
	'\u001BPq#0;2;0;0;0~\u001B\\',
	'\u001BP$q"p\u001B\\',
	'\u001B^canary\u001B\\',
	'\u001BXcanary\u001B\\',
	// Erasing, moving, modes, questions that the terminal answers as if they were typed.
	'\u001B[2J\u001B[3J\u001B[H',
	'\u001B[1;1Hcanary',
	'\u001B[999A\u001B[999D',
	'\u001B[?1049h\u001B[?1000h\u001B[?2004h',
	'\u001B[?1049l\u001B[?25l',
	'\u001B[c\u001B[>c\u001B[6n\u001B[21t',
	'\u001B[1;5r\u001B[10S',
	'\u001B[4h\u001B[20h\u001B[!p',
	'\u001Bc\u001B7\u001B8\u001BM\u001B#8',
	'\u001B(0\u001B)0\u000E\u000F',
	'\u001B[5;7;8;9mcanary',
	'\u001B[58;5;1;4:3mcanary',
	// What is cut off, and goes on in the next thing that is written.
	'\u001B',
	'\u001B[',
	'\u001B[38;5',
	'\u001B]0;canary',
	'\u001BP',
	// The same in one character.
	'\u009B2J\u009D0;canary\u009C\u0090q\u009C\u0084\u008D',
	'\u00C2\u009B2J',
	// Controls.
	'a\bb\u007Fc\u0000d\u0007e\u0005f\u0011g\u0013h\u0018i\u001Aj',
	'a\rb\r\nc\n\nd\u000Be\u000Cf\u0085g\u2028h\u2029i',
	'\t\t\tcanary',
	// What hides text or turns it round.
	'\u202Eyranac\u202C\u2066x\u2069\u200F\u061C',
	'ca\u00ADna\u200Bry\uFEFF\u{E0063}\u{E0061}\u2060\u180E\u3164',
	'ca\u{E0100}na\u180Bry\u034F\u115F\u17B4\uFFA0',
	'\uD800canary\uDC00\uDBFF',
	`e${'\u0301'.repeat(200)}\u20E3\uFE0F\u200D`,
	'ｶﾞ한\u1160\u1161🏴\u{E0067}\u{E0062}🇩👩\u200D',
	// eslint-disable-next-line no-template-curly-in-string -- It is one of them.
	'%s%n{{constructor}}${canary}`canary`$(canary);canary|canary',
];
