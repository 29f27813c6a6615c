import {type State} from '../../store/state.ts';
import {createTimestamps} from '../../text/timestamp.ts';
import {type Setting} from './setting.ts';

const utc = createTimestamps('utc');

/** The setting with times in the zone that the reader has chosen. */
export function shownSetting(setting: Setting, {screen}: State): Setting {
	return screen.times === 'utc' ? {...setting, timestamps: utc} : setting;
}
