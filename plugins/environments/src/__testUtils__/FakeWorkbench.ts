import {
  AcceptedOperation,
  WorkbenchCheck,
  WorkbenchDryRun,
  WorkbenchRequest,
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { parseDocument } from 'yaml';
import { UPGRADE_CHANGES } from './changeFixtures';
import { fakePreview } from './fakePreview';
import { earlierRevision, FakeTemplates } from './FakeTemplates';
import { OBJECTS } from './fixtures';
import { refusal } from './refusal';

/**
 * The workbench. What it is given need only be YAML that names one of the
 * templates; it is taken for that template.
 */
export class FakeWorkbench extends FakeTemplates {
  mayTry = true;
  /** Kinds that the dry-run refuses. */
  refusedKinds: string[] = [];

  async checkWorkbench(request: WorkbenchRequest): Promise<WorkbenchCheck> {
    await this.check('checkWorkbench');
    const { template, problems } = this.#read(request.source);
    if (!template) {
      return { problems, warnings: [], impact: [], mayTry: false };
    }
    const live = this.environments.filter(
      environment => environment.template.ref === template.ref,
    );
    return {
      problems: [],
      warnings: template.lease
        ? [
            {
              path: '/spec/lease',
              message: 'The lease is shown, but not yet in force.',
              line: 4,
              column: 3,
            },
          ]
        : [],
      template,
      preview: fakePreview(
        template,
        {
          template: template.ref,
          name: request.name ?? 'try',
          owner: request.owner ?? '',
          parameters: request.parameters ?? {},
          addOns: request.addOns,
          manifests: request.manifests,
        },
        this.clusters[0],
      ),
      comparison: {
        from: earlierRevision(template),
        to: template.revision,
        template: [
          {
            path: '/spec/parameters/properties/size/default',
            before: 'S',
            after: 'M',
          },
        ],
        objects: UPGRADE_CHANGES,
      },
      impact: live.map(
        ({ id, name, owner, cluster, template: { revision } }) => ({
          environment: { id, name, owner, cluster: cluster.name, revision },
          added: 1,
          changed: 1,
          removed: 1,
          problems: [],
        }),
      ),
      mayTry: this.mayTry,
    };
  }

  async dryRunWorkbench(request: WorkbenchRequest): Promise<WorkbenchDryRun> {
    await this.check('dryRunWorkbench');
    const { template, problems } = this.#read(request.source);
    return {
      cluster: this.clusters[0],
      problems,
      objects: template
        ? OBJECTS.map(({ apiVersion, kind }) => ({
            apiVersion,
            kind,
            name: request.name ?? 'try',
            ...(this.refusedKinds.includes(kind)
              ? {
                  accepted: false,
                  message: `${kind} is invalid`,
                  causes: [{ field: 'spec', message: 'Required value' }],
                }
              : { accepted: true }),
          }))
        : [],
    };
  }

  async createWorkbenchTry(
    request: WorkbenchTryRequest,
    _key: string,
  ): Promise<AcceptedOperation> {
    await this.check('createWorkbenchTry');
    const { template, problems } = this.#read(request.source);
    if (!template) {
      throw await refusal(400, 'InputError', problems[0].message);
    }
    const { name, owner, parameters, addOns = [] } = request;
    const environment = this.add({
      name,
      owner,
      parameters,
      addOns,
      draft: true,
      template: { ...this.toTemplate(template.ref), state: 'draft' },
    });
    return { environment, operation: environment.operation };
  }

  #read(source: string) {
    const document = parseDocument(source);
    const [error] = document.errors;
    if (error) {
      const [place] = error.linePos ?? [];
      return {
        problems: [
          {
            path: '',
            message: error.message,
            line: place?.line,
            column: place?.col,
          },
        ],
      };
    }
    const name = document.getIn(['metadata', 'name']);
    const template = this.templates.find(candidate => candidate.name === name);
    return template
      ? { template, problems: [] }
      : {
          problems: [
            {
              path: '/metadata/name',
              message: `There is no template ${name}`,
              expected: 'the name of a template of these tests',
              line: 1,
              column: 1,
            },
          ],
        };
  }
}
