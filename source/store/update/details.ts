import {type DetailsAction} from '../action.ts';
import {type Details} from '../state.ts';

export function updateDetails(
	details: Details,
	action: DetailsAction,
): Details {
	switch (action.kind) {
		case 'details-loaded': {
			return {
				deployment: action.deployment,
				isLoading: false,
				reloads: details.reloads,
			};
		}

		case 'details-failed': {
			return {...details, failure: action.failure, isLoading: false};
		}
	}
}
