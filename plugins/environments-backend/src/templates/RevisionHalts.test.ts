import { TestDatabases } from '@backstage/backend-test-utils';
import { Person } from '../testing/startTestPortal';
import {
  TEAM,
  TEAM_NAME,
  TemplatesPortal,
  refusal,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('halting a revision', () => {
  let portal: TemplatesPortal;

  beforeAll(async () => {
    portal = await startTemplatesPortal(await databases.init('POSTGRES_18'));
  });
  afterAll(async () => portal.stop());
  afterEach(async () => portal.restore());

  const currentRevision = async () =>
    (await portal.as('olu').listTemplateRevisions(TEAM_NAME)).items.find(
      ({ isCurrent }) => isCurrent,
    )!;
  const halt = (person: Person, digest: string) =>
    portal.as(person).haltTemplateRevision(digest, { reason: 'Too slow' });

  it('is for ops, in one recorded act, and tells them', async () => {
    const { digest } = await currentRevision();
    expect(await refusal(halt('dana', digest))).toMatch(/^403/);
    expect((await portal.lastRecords('template.halt'))[0]).toMatchObject({
      stage: 'denied',
      target: { kind: 'EnvironmentTemplate', name: 'team-sandbox' },
      template: { ref: TEAM, revision: digest },
    });
    expect(await refusal(halt('ada', digest))).toMatch(/^403/);
    expect(await halt('olu', digest)).toMatchObject({
      digest,
      halted: { by: 'user:default/olu', reason: 'Too slow' },
    });
    expect(await refusal(halt('olu', digest))).toMatch(/^409 .*already/);
    expect(await portal.as('dana').getTemplate(TEAM_NAME)).toMatchObject({
      halted: { reason: 'Too slow' },
    });
    const gallery = await portal.as('dana').listTemplates();
    expect(gallery.items.find(({ ref }) => ref === TEAM)).toMatchObject({
      halted: { reason: 'Too slow' },
    });
    expect(await refusal(portal.create('dana', 'team-sandbox'))).toMatch(
      /^409 .*Too slow/,
    );
    await portal.runTask('environments-halt-notices');
    expect(portal.notified).toMatchObject([
      {
        recipients: { entityRef: ['group:default/platform-ops'] },
        payload: { description: expect.stringContaining('Too slow') },
      },
    ]);

    const resume = () =>
      portal.as('olu').resumeTemplateRevision(digest, { reason: 'Mended' });
    const answers = await Promise.all([refusal(resume()), refusal(resume())]);
    expect(answers.sort()).toEqual([
      expect.stringMatching(/^409 .*not halted/),
      'accepted',
    ]);
    await portal.create('dana', 'team-sandbox');
    const records = await portal
      .as('ada')
      .listAuditRecords({ template: TEAM, limit: 200 });
    expect(
      records.items
        .filter(({ action }) => /halt|resume/.test(action))
        .filter(({ stage }) => stage === 'succeeded')
        .map(({ action, reason, template }) => [
          action,
          reason,
          template?.revision,
        ]),
    ).toEqual([
      ['template.resume', 'Mended', digest],
      ['template.halt', 'Too slow', digest],
    ]);
  });
});
