import {type Entry, type Micros} from '../../source/log/entry.ts';
import {
	createRandom,
	createWeightedDraw,
	pick,
} from '../../source/server/simulated/random.ts';
import {calm} from '../../source/server/simulated/storefront-messages.ts';
import {render, type Template} from '../../source/server/simulated/template.ts';
import {regionNames} from '../../source/server/simulated/scene.ts';

/** Of so many messages, one after the other, entries are made. */
const messageCount = 100_000;

/** Gives one entry after the other of a program that logs some 40 kinds of messages, each with the time it is asked for. */
export function createStorefrontSource(): (time: Micros) => Entry {
	const random = createRandom(1);
	const draw = createWeightedDraw<Template>(calm);
	const messages = Array.from({length: messageCount}, () => {
		const template = draw(random);
		return {
			level: template.level,
			message: render(template, random),
			region: pick(random, regionNames),
		};
	});
	let index = 0;
	return (time) => {
		const entry = messages[index % messageCount];
		index++;
		return {level: '', message: '', region: '', ...entry, time};
	};
}
