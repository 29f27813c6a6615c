import {type Store} from '../../store/create-store.ts';
import {type Mode} from '../../store/screen-state.ts';
import {fit} from '../../text/fit.ts';
import {verdict} from '../look/verdict.ts';
import {Picker} from '../prompts/picker.tsx';
import {type Setting} from '../look/setting.ts';
import {safe} from '../look/words.ts';
import {
	type DeploymentChoice,
	deploymentChoices,
} from './deployment-choices.ts';

type Deployments = Extract<Mode, {readonly kind: 'deployments'}>;

type DeploymentPickerProps = {
	readonly mode: Deployments;
	readonly columns: number;
	readonly height: number;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** Chooses another deployment of the project, or one by its id. */
export function DeploymentPicker({
	mode,
	columns,
	height,
	setting,
	dispatch,
}: DeploymentPickerProps) {
	const {theme} = setting;
	return (
		<Picker
			label=" deployment "
			value={mode.value}
			choices={deploymentChoices(mode)}
			index={mode.index}
			row={(choice) => choiceRow(choice, setting)}
			face={faceOf(mode, setting)}
			columns={columns}
			height={height}
			theme={theme}
			onChange={(value) => {
				dispatch({kind: 'mode', mode: {...mode, value, index: 0}});
			}}
		/>
	);
}

function faceOf({list}: Deployments, {theme}: Setting): string {
	switch (list.kind) {
		case 'loading': {
			return theme.paint('quiet', ' Asking for those of the project …');
		}

		case 'failed': {
			return theme.paint(
				'bad',
				` ${safe(list.reason)} The id of one can be typed.`,
			);
		}

		case 'loaded': {
			return theme.paint('quiet', ' No deployment is like that.');
		}
	}
}

function choiceRow(
	choice: DeploymentChoice,
	{theme, timestamps, deploymentId}: Setting,
): string {
	if (choice.kind === 'typed') {
		return `${safe(choice.deploymentId)}  ${theme.paint('quiet', 'as it was typed')}`;
	}

	const {deployment} = choice;
	const {createdAt, domains} = deployment;
	const {words, role} = verdict({deployment, isLoading: false, reloads: 0});
	const created =
		createdAt === undefined
			? ''
			: `${timestamps.date(createdAt)} ${timestamps.time(createdAt)}`;
	return [
		fit(safe(deployment.id), 24, {ellipsis: '…'}),
		theme.paint(role, fit(words, 11)),
		theme.paint('quiet', fit(created, 19)),
		deployment.id === deploymentId
			? theme.paint('quiet', 'this one')
			: safe(domains[0] ?? ''),
	].join('  ');
}
