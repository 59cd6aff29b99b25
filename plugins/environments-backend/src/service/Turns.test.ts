import { Turns } from './Turns';

const create = (atATime: number, ofEach = atATime) =>
  new Turns({
    atATime,
    ofEach,
    concernsAll: error => (error as Error).message === 'Away',
  });

/** Work that ends when it is told. */
function createWork() {
  const begun: string[] = [];
  const ends = new Map<
    string,
    { finish: () => void; fail: (e: Error) => void }
  >();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      ends.set(name, { finish: () => resolve(name), fail: reject });
    });
  return { begun, ends, work };
}

async function settled() {
  await new Promise(setImmediate);
}

describe('Turns', () => {
  it('lets so many work at a time, and the others in their order', async () => {
    const turns = create(2);
    const { begun, ends, work } = createWork();
    const all = ['a', 'b', 'c', 'd'].map(name => turns.take('', work(name)));
    await settled();
    expect(begun).toEqual(['a', 'b']);
    ends.get('b')!.finish();
    await settled();
    expect(begun).toEqual(['a', 'b', 'c']);
    ends.get('a')!.finish();
    await settled();
    ends.get('c')!.finish();
    ends.get('d')!.finish();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets nobody wait for what another key waits for', async () => {
    const turns = create(3, 2);
    const { begun, ends, work } = createWork();
    const all = ['a1', 'a2', 'a3', 'b1', 'b2'].map(name =>
      turns.take(name[0], work(name)),
    );
    await settled();
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    ends.get('b1')!.finish();
    await settled();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'b2']);
    ends.get('a1')!.finish();
    await settled();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'b2', 'a3']);
    for (const { finish } of ends.values()) finish();
    await Promise.all(all);
  });

  it('goes on after work that failed', async () => {
    const turns = create(1);
    const { begun, ends, work } = createWork();
    const all = ['a', 'b'].map(name => turns.take('', work(name)));
    await settled();
    ends.get('a')!.fail(new Error('Refused'));
    await expect(all[0]).rejects.toThrow('Refused');
    await settled();
    expect(begun).toEqual(['a', 'b']);
    ends.get('b')!.finish();
    expect(await all[1]).toBe('b');
  });

  it('tells those who wait of what concerns all, and tries again with whoever comes then', async () => {
    const turns = create(1);
    const { begun, ends, work } = createWork();
    const all = ['a', 'b', 'c'].map(name => turns.take('', work(name)));
    await settled();
    ends.get('a')!.fail(new Error('Away'));
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual(
      Array(3).fill('rejected'),
    );
    expect(begun).toEqual(['a']);
    expect(await turns.take('', async () => 'next')).toBe('next');
  });
});
