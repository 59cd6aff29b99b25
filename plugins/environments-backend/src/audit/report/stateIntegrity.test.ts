import { Proven, stateIntegrity } from './stateIntegrity';

const checkpoint = {
  size: '100',
  root: '',
  note: '',
  signedAt: '2026-11-29T12:00:00.000Z',
  cosignatures: [],
};

function state(proven: Partial<Proven>): string {
  return stateIntegrity({ records: 10, sealed: 10, coverage: [], ...proven });
}

describe('stateIntegrity', () => {
  it('does not say that anything is proven where nothing is sealed', () => {
    expect(state({ sealed: 0 })).toMatch('is not proven');
    expect(state({ records: 0, sealed: 0 })).toMatch('There is no record');
  });

  it('says what a checkpoint without witness leaves open', () => {
    const text = state({ checkpoint, end: 50n });
    expect(text).toMatch('10 of the 10 records');
    expect(text).toMatch('signed checkpoint of 100 records');
    expect(text).toMatch('could have made another history');
  });

  it('names the witnesses', () => {
    const text = state({
      checkpoint: {
        ...checkpoint,
        cosignatures: [
          { witness: 'north', witnessedAt: '2026-11-29T12:00:00.000Z' },
        ],
      },
      end: 50n,
    });
    expect(text).toMatch('north outside of the database has this checkpoint');
    expect(text).not.toMatch('another history');
  });

  it('says of a period that still runs how far it is witnessed', () => {
    const text = state({
      runsUntil: new Date('2026-12-01T00:00:00.000Z'),
      checkpoint,
      start: 40n,
      end: 100n,
      witnessed: {
        ...checkpoint,
        size: '98',
        cosignatures: [
          { witness: 'north', witnessedAt: '2026-11-29T12:00:00.000Z' },
        ],
      },
    });
    expect(text).toMatch(
      'This period is not over: it ends 2026-12-01 00:00:00 UTC',
    );
    expect(text).toMatch('under the signed checkpoint of 100 records');
    expect(text).toMatch(
      'north outside of the database has that of 98 records',
    );
    expect(text).toMatch('What stands from there on waits for a witness');
    expect(text).not.toMatch('another history');
  });

  it('does not take a witness of what was before for one of the period', () => {
    const witnessed = {
      ...checkpoint,
      size: '40',
      cosignatures: [
        { witness: 'north', witnessedAt: '2026-11-29T12:00:00.000Z' },
      ],
    };
    expect(state({ checkpoint, start: 40n, end: 100n, witnessed })).toMatch(
      'could have made another history',
    );
  });

  it('says that there is nothing to have a record', () => {
    const empty = {
      cluster: 'eu',
      checkedAt: '2026-11-29T12:00:00.000Z',
      namespaces: 0,
      covered: 0,
      findings: [],
    };
    expect(state({ coverage: [empty] })).toMatch(
      'No namespace on 1 cluster has our label as of 2026-11-29 12:00:00 UTC.',
    );
  });

  it('counts what clusters and log do not agree about', () => {
    const text = state({
      checkpoint,
      end: 50n,
      coverage: [
        {
          cluster: 'eu',
          checkedAt: '2026-11-29T12:00:00.000Z',
          namespaces: 5,
          covered: 4,
          findings: [
            {
              kind: 'foreign',
              namespace: 'x',
              since: '2026-11-29T12:00:00.000Z',
            },
          ],
        },
      ],
    });
    expect(text).toMatch(
      'Of 5 namespaces with our label on 1 cluster, 4 have a record of creation as of 2026-11-29 12:00:00 UTC; 1 thing does not agree.',
    );
  });
});
