import { TemplateReport } from '@sandlot/plugin-environments-common';
import { FakeEnvironmentsApi } from '../src/__testUtils__/FakeEnvironmentsApi';
import { OPS } from '../src/__testUtils__/fixtures';

const BEHIND = 11;

/** A backend in memory with something to see of everything. */
export class DevEnvironmentsApi extends FakeEnvironmentsApi {
  constructor() {
    super();
    for (const name of ['harbor-api', 'harbor-db', 'harbor-old']) {
      const { id } = this.add({ name });
      while (this.advance(id).phase === 'Provisioning');
    }
    this.fail(this.advance(this.add({ name: 'harbor-broken' }).id).id);
    for (let number = 1; number <= BEHIND; number++) {
      const { id } = this.addBehind(`shop-${number}`);
      if (number === 3) {
        this.addDrift(id);
      }
      if (number === 5) {
        this.holdEnvironment(id, { reason: 'Demo on Friday' });
      }
    }
    const [template] = this.templates;
    this.createRollout(
      {
        template: template.ref,
        revision: template.revision,
        cohorts: [
          { name: 'Canary', percent: 10 },
          { name: 'Half', percent: 50 },
          { name: 'All', percent: 100 },
        ],
        pauseAfterFailures: 1,
        waitBetweenCohorts: false,
      },
      'dev',
    );
    this.templates = this.templates.map(other =>
      other.name === 'team-sandbox'
        ? {
            ...other,
            halted: {
              since: '2026-11-22T11:40:00.000Z',
              by: OPS,
              reason: 'Three creations in a row failed',
            },
          }
        : other,
    );
  }

  async listTemplateReports(): Promise<{ items: TemplateReport[] }> {
    const { items } = await super.listTemplateReports();
    return {
      items: items.map(report =>
        report.name === 'service-sandbox'
          ? {
              ...report,
              problems: [
                {
                  path: '/spec/resources/3/kind',
                  message: 'DaemonSet is not a kind that a template may make',
                  expected: 'Deployment, StatefulSet, Job or CronJob',
                  file: 'templates/service-sandbox/template.yaml',
                  line: 87,
                  column: 13,
                },
              ],
            }
          : report,
      ),
    };
  }
}
