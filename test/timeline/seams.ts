import {expect, test} from 'vitest';
import {knownGaps} from '../../source/store/missing.ts';
import {expectTruth, Run, second, shownEntries} from '../helpers/run.ts';

function settledRun(lag = 0): Run {
	const run = new Run({lag, limit: 1_000_000});
	run.emit(30, 100_000, 0);
	run.open();
	run.settle();
	for (let count = 0; count < 50; count++) {
		run.take({kind: 'emit', count: 1, gap: 100_000, jitter: 0});
	}

	run.settle();
	return run;
}

const cut = {missed: 0, seconds: 1, replay: 0};

test('a stream that gathers four seconds, gives them newest first and is cut in the middle has lost nothing', () => {
	const run = settledRun();
	run.emit(40, 100_000, 0);
	run.server.reverse();
	run.receive(25);
	run.cut(cut);
	run.take({kind: 'emit', count: 40, gap: 100_000, jitter: 0});
	run.settle();
	expectTruth(run);
});

test('past logs that fall behind while a gap is filled have not filled it', () => {
	const run = settledRun();
	run.cut({missed: 40, seconds: 0, replay: 0, gap: 200_000});
	run.answerPage();
	run.server.lag = 8 * second;
	run.answerPage();
	run.answerPage();
	run.answerPage();
	run.server.lag = 0;
	run.take({kind: 'emit', count: 40, gap: 100_000, jitter: 0});
	run.settle();
	expectTruth(run);
});

test('a connection that is lost at once takes nothing of a full buffer along', () => {
	const run = new Run({lag: 0, limit: 300});
	run.pageSize = 100;
	run.recentPageSize = 100;
	run.emit(30, 100_000, 0);
	run.open();
	run.settle();
	for (let count = 0; count < 600; count++) {
		run.take({kind: 'emit', count: 1, gap: 100_000, jitter: 0});
	}

	run.settle();
	for (let count = 0; count < 3; count++) {
		run.cut({missed: 1, seconds: 1, replay: 0});
		run.take({kind: 'emit', count: 1, gap: 1000, jitter: 0});
		run.settle(8 * second);
		run.take({kind: 'emit', count: 50, gap: 1000, jitter: 0});
	}

	run.cut(cut);
	const held = run.server.now - 8 * second;
	expect(
		knownGaps(run.logs).filter(({from, to}) => from < held && to > held),
	).toEqual([]);
	run.settle();
	expectTruth(run);
});

test('past logs that nobody could ask for half a minute are asked once more before a rule says that they lag behind', () => {
	const run = new Run({
		lag: 3 * second,
		limit: 1_000_000,
		skews: [-30 * second, 10 * second],
	});
	run.recentPageSize = 400;
	run.emit(30, 100_000, 0);
	run.open();
	run.take({kind: 'pages', count: 3});
	run.take({kind: 'gather', count: 20, gap: 300_000, received: 4});
	// A machine that sleeps, say, and then some entries that past logs do not have yet.
	run.take({kind: 'wait', seconds: 35});
	run.take({kind: 'emit', count: 4, gap: 1000, jitter: 500_000});
	run.settle();
	expectTruth(run);
	expect(run.logs.failedGaps).toEqual([]);
});

test('an entry of a clock that is ahead, whose server keeps it by the time that it came with, is shown once when that time has come', () => {
	const run = new Run({lag: 0, limit: 1_000_000, isWired: true});
	run.pageSize = 100;
	run.recentPageSize = 100;
	run.emit(30, 100_000, 0);
	run.open();
	run.settle();
	const claimed = run.server.now + 120 * second;
	run.server.emit({
		time: claimed,
		level: 'info',
		region: '',
		message: 'ahead',
	});
	run.receive();
	expect(shownEntries(run).filter((entry) => isAhead(entry))).toEqual([
		expect.objectContaining({time: run.server.now}),
	]);

	run.server.now = claimed + 60 * second;
	run.emit(5, 1000, 0);
	run.take({kind: 'cut', missed: 3, seconds: 2, replay: 0});
	run.take({kind: 'filter', index: 3});
	run.take({kind: 'filter', index: 0});
	run.settle();
	expect(knownGaps(run.logs)).toEqual([]);
	expect(shownEntries(run).filter((entry) => isAhead(entry))).toHaveLength(1);
});

test('what is dated ahead, and was logged while another query was asked, is shown once the seam is looked at again', () => {
	const run = new Run({lag: 0, limit: 1_000_000, isWired: true});
	run.pageSize = 100;
	run.recentPageSize = 100;
	run.emit(30, 100_000, 0);
	run.open();
	run.settle();
	run.take({kind: 'filter', index: 1});
	run.settle();
	const claimed = run.server.now + 3600 * second;
	const ahead = {level: 'info', region: '', message: 'ahead'};
	run.server.emit({time: claimed, ...ahead});
	run.emit(5, second, 0);
	run.take({kind: 'filter', index: 0});
	run.settle();
	expect(shownEntries(run).filter((entry) => isAhead(entry))).toHaveLength(1);

	// The next streams find it again, and so do past logs when its time has come.
	run.take({kind: 'cut', missed: 3, seconds: 2, replay: 0});
	run.settle();
	run.take({kind: 'filter', index: 3});
	run.take({kind: 'filter', index: 0});
	run.settle();
	expect(shownEntries(run).filter((entry) => isAhead(entry))).toHaveLength(1);
	run.server.now = claimed + 60 * second;
	run.take({kind: 'cut', missed: 3, seconds: 2, replay: 0});
	run.settle();
	expect(knownGaps(run.logs)).toEqual([]);
	expect(shownEntries(run).filter((entry) => isAhead(entry))).toHaveLength(1);
});

const isAhead = ({message}: {readonly message: string}) => message === 'ahead';
