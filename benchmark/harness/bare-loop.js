/** What a program of ten lines does: reads page after page, parses each line and writes it again. */
import process from 'node:process';

let url = process.argv[2];
while (url !== undefined) {
	// eslint-disable-next-line no-await-in-loop -- A page follows the other.
	const answer = await fetch(url);
	// eslint-disable-next-line no-await-in-loop -- As above.
	const text = await answer.text();
	const parsed = [];
	for (const line of text.split('\n')) {
		if (line !== '' && JSON.parse(line).message !== undefined) {
			parsed.push(line, '\n');
		}
	}

	if (!process.stdout.write(parsed.join(''))) {
		// eslint-disable-next-line no-await-in-loop -- As above.
		await new Promise((resolve) => {
			process.stdout.once('drain', resolve);
		});
	}

	const [, next] = /<([^>]+)>/v.exec(answer.headers.get('link') ?? '') ?? [];
	url = next && new URL(next, url).href;
}
