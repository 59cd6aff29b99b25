import {
  PreviewRequest,
  RevisionComparison,
  TemplateDetail,
  TemplateReport,
  TemplateRevision,
  TemplateRevisionDetail,
} from '@sandlot/plugin-environments-common';
import { stringify } from 'yaml';
import { UPGRADE_CHANGES } from './changeFixtures';
import { FakeState } from './FakeState';
import { OPS } from './fixtures';
import { fakePreview } from './fakePreview';

const CREATIONS = { succeeded: 9, failed: 1, medianSeconds: 42 };
const SEEN = {
  first: '2026-11-20T08:00:00.000Z',
  last: '2026-11-22T12:00:00.000Z',
};

/** The part about templates: what developers and ops see of them. */
export class FakeTemplates extends FakeState {
  /** Every revision there ever was, newest first; filled when first asked. */
  #revisions: TemplateRevision[] | undefined;

  async listClusters() {
    await this.check('listClusters');
    return { items: this.clusters };
  }

  async listTemplates() {
    await this.check('listTemplates');
    return {
      items: this.templates.map(
        ({
          parameters: _parameters,
          groups: _groups,
          hidden: _hidden,
          addOns: _addOns,
          ownManifests: _ownManifests,
          checks: _checks,
          lease: _lease,
          ...template
        }) => template,
      ),
    };
  }

  async getTemplate(key: { namespace: string; name: string }) {
    await this.check('getTemplate');
    const template = this.templates.find(
      ({ namespace, name }) => namespace === key.namespace && name === key.name,
    );
    return template ?? this.missing('template');
  }

  async createPreview(request: PreviewRequest) {
    await this.check('createPreview');
    const fake = fakePreview(
      this.templates.find(({ ref }) => ref === request.template)!,
      request,
      this.clusters.find(({ name }) => name === request.cluster) ??
        this.clusters[0],
    );
    const preview = {
      ...fake,
      limits: this.limits,
      waits: this.waits,
      ...this.judge(request),
    };
    return this.environments.some(({ name }) => name === request.name)
      ? {
          ...preview,
          objects: [],
          problems: [
            { path: '/name', message: 'This name is taken' },
            ...preview.problems,
          ],
        }
      : preview;
  }

  async listTemplateReports(): Promise<{ items: TemplateReport[] }> {
    await this.check('listTemplateReports');
    return {
      items: this.templates.map(template => {
        const live = this.environments.filter(
          environment =>
            environment.template.ref === template.ref &&
            environment.phase !== 'Deleted',
        );
        const { ref, namespace, name, title, owner, state, halted, revision } =
          template;
        return {
          ref,
          namespace,
          name,
          title,
          owner,
          state,
          halted,
          revision,
          problems: [],
          environments: live.length,
          behind: live.filter(environment => environment.template.behind > 0)
            .length,
          creations: CREATIONS,
          changedAt: SEEN.last,
          sourceLocation: 'https://git.example/platform/templates',
        };
      }),
    };
  }

  async listTemplateRevisions(key: { namespace: string; name: string }) {
    await this.check('listTemplateRevisions');
    const { ref } = await this.getTemplate(key);
    return { items: this.revisions.filter(({ template }) => template === ref) };
  }

  async getTemplateRevision(digest: string): Promise<TemplateRevisionDetail> {
    await this.check('getTemplateRevision');
    const revision = await this.#revision(digest);
    const template = this.templates.find(
      ({ ref }) => ref === revision.template,
    );
    return {
      revision,
      content: stringify({
        apiVersion: 'sandlot.dev/v1alpha1',
        kind: 'EnvironmentTemplate',
        metadata: { name: template?.name, title: revision.title },
        spec: { owner: template?.owner, parameters: template?.parameters },
      }),
      modules: [
        {
          ref: 'environmentmodule:default/quota',
          title: 'Quota',
          revision: `sha256:${'0a'.repeat(32)}`,
        },
      ],
    };
  }

  async compareTemplateRevisions(
    digest: string,
    from: string,
  ): Promise<RevisionComparison> {
    await this.check('compareTemplateRevisions');
    await this.#revision(digest);
    await this.#revision(from);
    return {
      from,
      to: digest,
      template: [
        {
          path: '/spec/parameters/properties/size/default',
          before: 'S',
          after: 'M',
        },
      ],
      objects: UPGRADE_CHANGES,
    };
  }

  async haltTemplateRevision(digest: string, body: { reason: string }) {
    await this.check('haltTemplateRevision');
    return this.#setHalted(digest, {
      since: new Date().toISOString(),
      by: OPS,
      reason: body.reason,
    });
  }

  async resumeTemplateRevision(digest: string, _body: { reason: string }) {
    await this.check('resumeTemplateRevision');
    return this.#setHalted(digest, undefined);
  }

  /** Of each template the current revision and one before. */
  get revisions(): TemplateRevision[] {
    this.#revisions ??= this.templates.flatMap(template => {
      const shared = {
        template: template.ref,
        title: template.title,
        origin: 'catalog' as const,
        firstSeenAt: SEEN.first,
        lastSeenAt: SEEN.last,
        sourceLocation: 'https://git.example/platform/templates',
        author: 'Olga Ops',
        creations: CREATIONS,
      };
      return [
        {
          ...shared,
          digest: template.revision,
          isCurrent: true,
          commit: '4f1c2d3e',
          halted: template.halted,
          environments: this.#countOn(template.revision),
        },
        {
          ...shared,
          digest: earlierRevision(template),
          isCurrent: false,
          commit: '0a9b8c7d',
          firstSeenAt: '2026-11-01T08:00:00.000Z',
          lastSeenAt: SEEN.first,
          environments: this.#countOn(earlierRevision(template)),
        },
      ];
    });
    return this.#revisions;
  }

  async #revision(digest: string): Promise<TemplateRevision> {
    return (
      this.revisions.find(revision => revision.digest === digest) ??
      this.missing('revision')
    );
  }

  async #setHalted(digest: string, halted: TemplateRevision['halted']) {
    const revision = { ...(await this.#revision(digest)), halted };
    this.#revisions = this.revisions.map(other =>
      other.digest === digest ? revision : other,
    );
    this.templates = this.templates.map(template =>
      template.revision === digest ? { ...template, halted } : template,
    );
    return revision;
  }

  #countOn(digest: string): number {
    return this.environments.filter(
      ({ template, phase }) =>
        template.revision === digest && phase !== 'Deleted',
    ).length;
  }
}

/** The digest of the revision that came before the current one. */
export function earlierRevision(template: TemplateDetail): string {
  return `sha256:${template.revision.slice(-63)}f`;
}
