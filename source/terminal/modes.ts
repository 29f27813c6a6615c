const escape = '\u001B';

/** What is written to take the terminal over, and to leave it as it was. */
export type Modes = {
	readonly enter: (rows: number) => string;
	readonly leave: string;
};

/** Makes the sequences that take the terminal over and leave it as it was. With `hasMouse` the terminal tells of presses of its buttons and turns of its wheel (1000), in decimal numbers (1006), so also of what is beyond column 223. Moving and dragging it does not tell. */
export function createModes({hasMouse}: {readonly hasMouse: boolean}): Modes {
	const [mouse, noMouse] = hasMouse
		? [`${escape}[?1000h${escape}[?1006h`, `${escape}[?1006l${escape}[?1000l`]
		: ['', ''];
	return {
		enter: (rows) => enterModes(rows) + mouse,
		leave: noMouse + leaveModes,
	};
}

/** Alternate screen, cursor hidden, no autowrap, pastes told apart from keys. Where there is no alternate screen (GNU screen, mosh, a tmux that is set so), what stands on the screen goes up into what can be scrolled back to; on an alternate screen there is nothing to go. */
function enterModes(rows: number): string {
	return `${escape}[?1049h${'\n'.repeat(rows)}${escape}[?25l${escape}[?7l${escape}[?2004h`;
}

/** Ends what a frame that was cut off may have left (update, scroll region, style), erases what was drawn, for where there is no alternate screen, and sets the modes back. The first row is erased by itself: tmux would keep a screen that is erased in one go. */
const leaveModes = [
	`${escape}[?2026l${escape}[r${escape}[m`,
	`${escape}[2H${escape}[J${escape}[H${escape}[K`,
	`${escape}[?2004l${escape}[?7h${escape}[?25h${escape}[?1049l`,
].join('');
