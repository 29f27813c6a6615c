const escape = '\u001B';

/** Alternate screen, cursor hidden, no autowrap, pastes told apart from keys. */
export const enterModes = `${escape}[?1049h${escape}[?25l${escape}[?7l${escape}[?2004h`;

/** The reverse, and whatever a frame that was cut off may have left: update, scroll region, style. */
export const leaveModes = `${escape}[?2026l${escape}[r${escape}[m${escape}[?2004l${escape}[?7h${escape}[?25h${escape}[?1049l`;
