const escape = '\u001B';

/** Alternate screen, cursor hidden, no autowrap, pastes told apart from keys. Where there is no alternate screen (GNU screen, mosh, a tmux that is set so), what stands on the screen goes up into what can be scrolled back to; on an alternate screen there is nothing to go. */
export function enterModes(rows: number): string {
	return `${escape}[?1049h${'\n'.repeat(rows)}${escape}[?25l${escape}[?7l${escape}[?2004h`;
}

/** Ends what a frame that was cut off may have left (update, scroll region, style), erases what was drawn, for where there is no alternate screen, and sets the modes back. The first row is erased by itself: tmux would keep a screen that is erased in one go. */
export const leaveModes = [
	`${escape}[?2026l${escape}[r${escape}[m`,
	`${escape}[2H${escape}[J${escape}[H${escape}[K`,
	`${escape}[?2004l${escape}[?7h${escape}[?25h${escape}[?1049l`,
].join('');
