import { TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const OPS = 'group:default/platform-ops';
const DANA = 'user:default/dana';
const ASKED = { minutes: 30, reason: 'Debug egress of the shop' };

describe('notices of elevations', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let sent: NotificationSendOptions[] = [];
  let isDown = false;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex, undefined, {
      async notify(notification) {
        if (isDown) throw new Error('Nobody is there to send it');
        sent.push(notification);
      },
    });
  });
  afterAll(async () => portal.stop());
  beforeEach(() => {
    sent = [];
    isDown = false;
  });

  async function ask() {
    const { id, name } = await portal.makeShop();
    const { id: elevation } = await portal
      .as('dana')
      .requestElevation(id, ASKED);
    return { id, name, elevation };
  }
  const decide = (
    { id, elevation }: { id: string; elevation: string },
    decision: 'approve' | 'reject',
  ) =>
    portal
      .as('olu')
      .decideElevation(id, elevation, { decision, reason: 'Not today' });
  /** As two backends, which look at the same time. */
  const sweep = async () => {
    await Promise.all([
      portal.runTask('environments-elevation-notices'),
      portal.runTask('environments-elevation-notices'),
    ]);
    await portal.runTask('environments-elevation-notices');
  };

  const toDana = () =>
    sent.filter(
      ({ recipients }) =>
        recipients.type === 'entity' && recipients.entityRef === DANA,
    );

  it('ask those who may agree, and not whoever asks, once and with the way there', async () => {
    const { id, name, elevation } = await ask();
    await sweep();
    expect(sent).toMatchObject([
      {
        recipients: { entityRef: [OPS], excludeEntityRef: DANA },
        payload: {
          title: `Do you agree to more rights in environment ${name}?`,
          description: expect.stringMatching(
            /^dana asks for 30 minutes: Debug egress of the shop\. Without a decision it lapses at 20/,
          ),
          link: `/environments/${id}?tab=access`,
          scope: `elevation:${elevation}:ask`,
        },
      },
    ]);
  });

  it('are tried again until they are sent', async () => {
    isDown = true;
    await ask();
    await sweep();
    isDown = false;
    expect(sent).toEqual([]);
    await sweep();
    expect(sent).toHaveLength(1);
  });

  it('go on to others when one can’t be written down', async () => {
    const { elevation } = await ask();
    const other = await ask();
    await knex.raw(`
      create function refuse_writes() returns trigger language plpgsql as
        $$ begin raise exception 'stopped here'; end $$;
      create trigger refuse_writes before update on elevations
        for each row when (new.id = '${elevation}') execute function refuse_writes();`);
    await portal.runTask('environments-elevation-notices');
    await knex.raw('drop function refuse_writes cascade');
    expect(sent.map(({ payload }) => payload.scope)).toContain(
      `elevation:${other.elevation}:ask`,
    );
    await sweep();
  });

  it('ask nobody about what is decided already', async () => {
    await decide(await ask(), 'approve');
    await sweep();
    expect(sent.map(({ recipients }) => recipients)).toEqual([
      { type: 'entity', entityRef: DANA },
    ]);
  });

  it('tell those who were asked what was decided, in place of the question', async () => {
    const made = [await ask(), await ask(), await ask(), await ask()];
    const [agreed, refused, lapsed, takenBack] = made;
    await sweep();
    const scopes = sent.map(({ payload }) => payload.scope);
    sent = [];
    await decide(agreed, 'approve');
    await decide(refused, 'reject');
    await knex('elevations')
      .where({ id: lapsed.elevation })
      .update({ lapses_at: new Date(0) });
    await portal.runTask('environments-elevations');
    await portal.as('dana').closeElevation(takenBack.id, takenBack.elevation);
    await sweep();
    const told = toDana();
    const toOps = sent.filter(one => !told.includes(one));
    // One of the same scope takes the place of the earlier one, whoever decided.
    expect(toOps.map(({ payload }) => payload.scope)).toEqual(scopes);
    expect(toOps.map(({ recipients }) => recipients)).toEqual(
      made.map(() => ({
        type: 'entity',
        entityRef: [OPS],
        excludeEntityRef: DANA,
      })),
    );
    expect(
      toOps.map(({ payload: { title, description, severity } }) => [
        title,
        description,
        severity,
      ]),
    ).toEqual([
      [
        `Agreed: more rights in environment ${agreed.name}`,
        'olu agreed to 30 minutes for dana.',
        'low',
      ],
      [
        `Not agreed: more rights in environment ${refused.name}`,
        'olu refused it to dana: Not today.',
        'low',
      ],
      [
        `No decision needed any more: more rights in environment ${lapsed.name}`,
        'Nobody decided in time.',
        'low',
      ],
      [
        `No decision needed any more: more rights in environment ${takenBack.name}`,
        'dana does not ask for it any more.',
        'low',
      ],
    ]);
  });

  it('tell whoever asked what became of it', async () => {
    const [open, refused, lapsed] = [await ask(), await ask(), await ask()];
    await sweep();
    sent = [];
    await decide(open, 'approve');
    await decide(refused, 'reject');
    await knex('elevations')
      .where({ id: lapsed.elevation })
      .update({ lapses_at: new Date(0) });
    await portal.runTask('environments-elevations');
    await sweep();
    expect(
      toDana().map(({ payload: { title, description } }) => [
        title,
        description,
      ]),
    ).toEqual([
      [
        `You have more rights in environment ${open.name}`,
        expect.stringMatching(/^olu agreed, until 20/),
      ],
      [
        `No more rights in environment ${refused.name}`,
        'olu refused it: Not today.',
      ],
      [
        `No more rights in environment ${lapsed.name}`,
        expect.stringMatching(/^Nobody decided in time/),
      ],
    ]);
  });

  it('tell nobody of what they gave back themselves', async () => {
    const { id, elevation } = await ask();
    await sweep();
    sent = [];
    await portal.as('dana').closeElevation(id, elevation);
    await sweep();
    expect(toDana()).toEqual([]);
  });
});
