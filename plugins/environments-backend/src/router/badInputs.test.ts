import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { shopTemplate } from '../testing/shopTemplate';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SHOP = 'environmenttemplate:default/shop';
const HARBOR = 'group:default/team-harbor';

/** Those of docs/bad-inputs.md: a clear 4xx, a record, and no effect. */
describe('bad inputs', () => {
  let knex: Knex;
  let portal: TestPortal;
  let revision: string;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTestPortal({
      knex,
      clusters: [{ name: 'twin', inMemory: true }],
      templates: [
        shopTemplate({
          spec: {
            ownManifests: { kinds: ['ConfigMap'] },
            parameters: {
              type: 'object',
              properties: {
                tier: { type: 'string', default: 'small' },
              },
            },
          },
        }),
      ],
    });
    ({ revision } = await portal
      .as('dana')
      .getTemplate({ namespace: 'default', name: 'shop' }));
  });
  afterAll(async () => portal.stop());

  function request(more: object = {}) {
    return {
      template: SHOP,
      revision,
      name: 'shop-1',
      owner: HARBOR,
      parameters: {},
      ...more,
    };
  }

  async function post(
    path: string,
    body: object | string,
    {
      key = uuid(),
      authorization = mockCredentials.user.header('user:default/dana'),
    } = {},
  ) {
    const response = await fetch(`${portal.url}${path}`, {
      method: 'POST',
      headers: {
        Authorization: authorization,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answer = await response.json();
    return {
      status: response.status,
      message: answer.error?.message as string,
      answer,
    };
  }

  const create = (more: object, options?: { key: string }) =>
    post('/environments', request(more), options);

  /** How many environments and refusals there are. */
  async function counts() {
    const [{ count: environments }] = await knex('environments').count();
    const refusals = await knex('audit_log').whereRaw(
      "record ->> 'stage' in ('failed', 'denied')",
    );
    return { environments: Number(environments), refusals: refusals.length };
  }

  async function expectRefusal(
    ask: () => Promise<{ status: number; message: string }>,
    status: number,
    message: RegExp,
  ): Promise<void> {
    const before = await counts();
    const answer = await ask();
    expect(answer).toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
    expect(await counts()).toEqual({
      environments: before.environments,
      refusals: before.refusals + 1,
    });
  }

  it.each([
    [
      '1 a reserved name',
      'Kube-System',
      /request\/body\/name: it does not have the form that it must have: expected A DNS label of at most 40 characters/,
    ],
    [
      '2 64 characters',
      'a'.repeat(64),
      /request\/body\/name: it has more than 40 characters: expected text, from 1 to 40 characters/,
    ],
    [
      '3 letters that only look like others',
      'shоp-1',
      /request\/body\/name: it does not have the form that it must have: expected A DNS label of at most 40 characters/,
    ],
  ])('%s', async (_, name, message) => {
    await expectRefusal(() => create({ name }), 400, message);
  });

  it('says in words for people what is wrong with a request, and what was expected', async () => {
    const ask = async (path: string, query = '') => {
      const response = await portal.fetchAs('ada', `${path}?${query}`);
      return (await response.json()).error.message;
    };
    expect(await ask('/audit/records', 'outcome=maybe&limit=0')).toBe(
      'request/query/outcome: it is none of the choices: expected one of pending, success, failure, denied, unknown; request/query/limit: it is less than 1: expected a whole number, from 1 to 200',
    );
    const { answer } = await post(`/rollouts/${uuid()}/cancel`, {
      reason: 'no',
      until: 7,
    });
    expect(answer.error.message).toBe(
      'request/body/until: there is no such field: expected one of reason; request/body/reason: it has fewer than 3 characters: expected text, from 3 to 500 characters',
    );
    const missing = await post('/previews', { owner: 7 });
    expect(missing.message).toContain(
      'request/body/template: missing: expected A full catalog entity reference',
    );
    expect(missing.message).toContain(
      'request/body/owner: it is not text: expected text, at most 300 characters',
    );
    expect(missing.message).not.toMatch(/must (NOT|be|have|match)/);
  });

  it('1 a reserved name that is a good one gets a namespace of its own', async () => {
    const { status, answer } = await create({ name: 'kube-system' });
    expect(status).toBe(202);
    expect(answer.environment.namespace).not.toBe('kube-system');
    await portal.finished(answer.operation.id);
  });

  it('4 what would be YAML stays a text', async () => {
    const tier = '}}\n---\nkind: ClusterRole';
    const { status, answer } = await create({
      name: 'text',
      parameters: { tier },
    });
    expect(status).toBe(202);
    const [row] = await knex('environments').where({
      id: answer.environment.id,
    });
    expect(
      row.manifests.find((one: { kind: string }) => one.kind === 'ConfigMap')
        .data.tier,
    ).toBe(tier);
    expect(
      row.manifests.some((one: { kind: string }) => one.kind === 'ClusterRole'),
    ).toBe(false);
    await portal.finished(answer.operation.id);
  });

  it('5 keys of prototypes', async () => {
    const body = JSON.stringify(request()).replace(
      '"parameters":{}',
      '"parameters":{"__proto__":{"tier":"large"},"constructor":{}}',
    );
    await expectRefusal(() => post('/environments', body), 400, /\/parameters/);
    expect(({} as { tier?: string }).tier).toBeUndefined();
  });

  it('6 a YAML that grows without end', async () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let depth = 1; depth < 9; depth++) {
      const above = String.fromCharCode(96 + depth);
      const name = String.fromCharCode(97 + depth);
      lines.push(
        `${name}: &${name} [${Array(9).fill(`*${above}`).join(', ')}]`,
      );
    }
    await expectRefusal(
      () => create({ manifests: lines.join('\n') }),
      400,
      /\/manifests/,
    );
  });

  it('7 the same key with another request', async () => {
    const key = uuid();
    const first = await create({ name: 'once' }, { key });
    expect(first.status).toBe(202);
    await portal.finished(first.answer.operation.id);
    await expectRefusal(
      () => create({ name: 'twice' }, { key }),
      409,
      /idempotency-key was used before with another request/,
    );
  });

  it('8 a thousand times the same request at once', async () => {
    const key = uuid();
    const before = await counts();
    // A machine takes some hundred connections before it accepts one; whose breaks asks again.
    const insist = async (tries = 5): ReturnType<typeof create> => {
      try {
        return await create({ name: 'crowd' }, { key });
      } catch (error) {
        if (tries === 1) throw error;
        return insist(tries - 1);
      }
    };
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => insist()),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([202]),
    );
    expect(new Set(answers.map(({ answer }) => answer.operation.id)).size).toBe(
      1,
    );
    expect((await counts()).environments).toBe(before.environments + 1);
    await portal.finished(answers[0].answer.operation.id);
  });

  it('9 two megabytes in a field', async () => {
    await expectRefusal(
      () => create({ parameters: { tier: 'x'.repeat(2_000_000) } }),
      413,
      /too large/,
    );
  });

  it('10 what is no JSON', async () => {
    await expectRefusal(() => post('/environments', '{"name": '), 400, /JSON/);
  });

  it('11 tokens that are forged', async () => {
    const before = await counts();
    for (const authorization of [
      'Bearer mock-invalid-token',
      mockCredentials.none.header(),
    ]) {
      expect(
        await post('/environments', request(), { authorization }),
      ).toMatchObject({ status: 401 });
    }
    expect((await counts()).environments).toBe(before.environments);
  });

  it('12 ids that were guessed answer like those of others', async () => {
    const { answer } = await create({ name: 'secret' });
    await portal.finished(answer.operation.id);
    const bodyOf = async (id: string) => {
      const response = await portal.fetchAs('sten', `/environments/${id}`);
      return [response.status, (await response.text()).replaceAll(id, 'ID')];
    };
    const foreign = await bodyOf(answer.environment.id);
    expect(foreign[0]).toBe(404);
    expect(await bodyOf(uuid())).toEqual(foreign);
  });

  it('13 cursors that were changed', async () => {
    for (const cursor of [
      'abc',
      Buffer.from("' or 1=1").toString('base64url'),
    ]) {
      const response = await portal.fetchAs(
        'dana',
        `/environments?cursor=${cursor}`,
      );
      expect(response.status).toBe(400);
      expect((await response.json()).error.message).toMatch(
        /request\/query\/cursor is not one that this API gave out/,
      );
    }
    const audit = await portal.fetchAs(
      'ada',
      '/audit/records?cursor=MTAw.AAAA',
    );
    expect(audit.status).toBe(400);
  });

  it('14 addresses in the place of names', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch');
    await expectRefusal(
      () => create({ template: 'http://169.254.169.254/latest/meta-data' }),
      400,
      /request\/body\/template/,
    );
    // Ours, and no other.
    expect(fetched).toHaveBeenCalledTimes(1);
    fetched.mockRestore();
  });

  it('15 a NUL, and half a character', async () => {
    for (const tier of ['a\u0000b', 'a\ud800b']) {
      await expectRefusal(
        () => create({ parameters: { tier } }),
        400,
        /NUL or half a character/,
      );
    }
  });

  it('16 a body that is nested too deep', async () => {
    const body = JSON.stringify(request()).replace(
      '"parameters":{}',
      `"parameters":{"tier":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    );
    await expectRefusal(
      () => post('/environments', body),
      400,
      /request\/body: it is nested too deep, expected 100 levels at most/,
    );
  });

  it.each(['2026-12-32T00:00:00Z', '2027-06-31T00:00:00Z'])(
    '17 a time that the calendar has not: %s',
    async time => {
      await expectRefusal(
        () => create({ expiresAt: time }),
        400,
        /request\/body\/expiresAt: it is not in the format date-time: expected a time of the calendar, such as/,
      );
      await expectRefusal(
        () =>
          post(`/environments/${uuid()}/operations`, {
            kind: 'extend',
            until: time,
          }),
        400,
        /request\/body\/until: it is not in the format date-time/,
      );
      for (const path of ['records?', 'export?format=csv&']) {
        const response = await portal.fetchAs(
          'ada',
          `/audit/${path}from=${encodeURIComponent(time)}`,
        );
        expect(response.status).toBe(400);
        expect((await response.json()).error.message).toMatch(
          /request\/query\/from: it is not in the format date-time/,
        );
      }
    },
  );

  it.each(['Deny\u202eesolc', 'ok\u200b', '\u001b[31mred', 'a\u{e0041}b'])(
    '18 a reason with a character that nobody sees: %j',
    async reason => {
      const said =
        /: it has the character U\+[0-9A-F]{4,5}, which nobody sees: expected text/;
      const path = `/environments/${uuid()}`;
      for (const [rest, body] of [
        ['/operations', { kind: 'hibernate', reason }],
        ['/elevations', { reason }],
        [`/elevations/${uuid()}/decision`, { decision: 'reject', reason }],
      ] as const) {
        await expectRefusal(() => post(path + rest, body), 400, said);
      }
      const response = await portal.fetchAs(
        'olu',
        `${path}/legal-hold?reason=${encodeURIComponent(reason)}`,
        { method: 'DELETE' },
      );
      expect(response.status).toBe(400);
      expect((await response.json()).error.message).toMatch(
        /request\/query\/reason: it has the character/,
      );
    },
  );
});
