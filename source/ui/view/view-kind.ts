import {type Focus, type Mode} from '../../store/screen-state.ts';

/** What a view is called: by the pane, or by its mode. */
export type ViewKind = Focus | 'detail' | Exclude<Mode['kind'], 'list'>;
