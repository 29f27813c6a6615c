import {type Item} from '../../store/view/list.ts';
import {isInRange, markedRange} from '../../store/view/range.ts';
import {type Logs} from '../../store/logs.ts';
import {type Theme} from '../look/theme.ts';

/** What stands before a row: which one is selected, which are marked or in the range. Made anew with each frame. */
export function createGutter(
	logs: Logs,
	theme: Theme,
): (item: Item | undefined, isSelected: boolean) => string {
	const marked = new Set(logs.marks.map(({id}) => id));
	const range = markedRange(logs);
	return (item, isSelected) => {
		const isEntry = item?.kind === 'entry';
		const isMarked = isEntry && marked.has(logs.view.idAt(item.spot));
		if (isSelected) {
			return theme.paint('selected', isMarked ? '◆' : '▌');
		}

		if (isMarked) {
			return theme.paint('key', '◆');
		}

		return isEntry && range !== undefined && isInRange(item.spot, range, logs)
			? theme.paint('key', '│')
			: ' ';
	};
}
