import {readNamed} from '../../config/deployment-argument.ts';
import {UsageError} from '../../config/usage-error.ts';
import {type NamedTarget} from '../../ui/look/setting.ts';

/** What was typed or pasted where a deployment is chosen: an id, a console address, a domain; nothing where it is none of them. */
export function readTypedTarget(text: string): NamedTarget | undefined {
	try {
		const {id = '', ...place} = readNamed(text);
		return place.app === undefined && !/^[\w\-]+$/v.test(id)
			? undefined
			: {deploymentId: id, ...place};
	} catch (error) {
		if (error instanceof UsageError) {
			return undefined;
		}

		throw error;
	}
}
