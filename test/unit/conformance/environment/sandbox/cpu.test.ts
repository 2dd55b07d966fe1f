import { coreTimeIn, cpuSecondsIn, idleShare } from '../../../../conformance/environment/sandbox/cpu';

it('reads the CPU time of a program and of its ended children, whatever the name of the program', () => {
  const stat = '7 (a (b) c) S 1 7 7 0 -1 4194560 2141 178893 0 118 150 50 1000 300 20 0 1 0 3 23441408 3021';
  expect(cpuSecondsIn(stat)).toBe(15);
});

it('reads the time of all cores, of which waiting for a disk is idle time', () => {
  const stat = 'cpu  100 0 50 800 40 0 10 0 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n';
  expect(coreTimeIn(stat)).toEqual({ idle: 840, all: 1000 });
});

it('computes the idle share between two looks', () => {
  expect(idleShare({ idle: 100, all: 1000 }, { idle: 150, all: 1200 })).toBe(0.25);
  expect(idleShare({ idle: 100, all: 1000 }, { idle: 100, all: 1000 })).toBe(0);
});
