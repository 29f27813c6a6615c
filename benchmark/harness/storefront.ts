import {type Entry, type Micros} from '../../source/log/entry.ts';
import {createRandom, pick} from '../../source/server/random.ts';
import {calm} from '../../source/server/storefront-messages.ts';
import {render, type Template} from '../../source/server/template.ts';
import {createWeighted} from '../../source/server/weighted.ts';
import {regionNames} from '../../source/server/traffic.ts';

/** Of so many messages, one after the other, entries are made. */
const messageCount = 100_000;

/** Gives one entry after the other of a program that logs some 40 kinds of messages, each with the time it is asked for. */
export function createStorefrontSource(): (time: Micros) => Entry {
	const random = createRandom(1);
	const draw = createWeighted<Template>(calm);
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
