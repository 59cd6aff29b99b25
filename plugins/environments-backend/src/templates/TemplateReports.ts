import { InputError, NotFoundError } from '@backstage/errors';
import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';
import {
  RevisionComparison,
  TemplateReport,
  TemplateRevision,
  TemplateRevisionDetail,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { stringify } from 'yaml';
import { Store } from '../database/Store';
import {
  RevisionHead,
  StoredRevision,
} from '../database/TemplateRevisionsTable';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { compareTemplates } from './compareTemplates';

/** Tells ops and auditors how templates fare. */
export class TemplateReports {
  readonly #store: Store;
  readonly #gatekeeper: Gatekeeper;

  constructor(options: { store: Store; gatekeeper: Gatekeeper }) {
    this.#store = options.store;
    this.#gatekeeper = options.gatekeeper;
  }

  /** Those that need attention first, then by title. */
  async list(caller: Caller): Promise<TemplateReport[]> {
    await this.#permit(caller);
    const [offers, figures] = await Promise.all([
      this.#store.templates.listOffers(),
      this.#store.templateFigures.ofTemplates(),
    ]);
    return offers
      .map((offer): TemplateReport => {
        const { namespace, name } = parseEntityRef(offer.ref, {
          defaultNamespace: DEFAULT_NAMESPACE,
        });
        return {
          ref: offer.ref,
          namespace,
          name,
          title: offer.title,
          owner: offer.ownerRef,
          state: offer.state,
          halted: offer.halted,
          revision: offer.revision,
          problems: offer.problems,
          ...(figures.get(offer.ref) ?? {
            environments: 0,
            behind: 0,
            creations: { succeeded: 0, failed: 0 },
          }),
          changedAt: offer.changedAt.toISOString(),
          sourceLocation: offer.sourceLocation,
        };
      })
      .sort(
        (a, b) => urgency(b) - urgency(a) || a.title.localeCompare(b.title),
      );
  }

  /** Newest first. @throws NotFoundError when the template was never delivered */
  async listRevisions(
    caller: Caller,
    ref: string,
  ): Promise<TemplateRevision[]> {
    await this.#permit(caller, { ref });
    const [[offer], revisions] = await Promise.all([
      this.#store.templates.findOffers([ref]),
      this.#store.templateRevisions.listOf(ref),
    ]);
    if (!offer && revisions.length === 0) {
      throw new NotFoundError(`There never was a template ${ref}`);
    }
    return this.#toApi(revisions);
  }

  async getRevision(
    caller: Caller,
    digest: string,
  ): Promise<TemplateRevisionDetail> {
    await this.#permit(caller, () => this.aboutRevision(digest));
    const stored = await this.#require(digest);
    const [revision] = await this.#toApi([stored]);
    const { modules = {}, ...written } =
      stored.content as unknown as EnvironmentTemplate;
    return {
      revision,
      content: stringify(written, { lineWidth: 0 }),
      modules: Object.entries(modules).map(([ref, module]) => ({
        ref,
        title: module.title,
        revision: module.revision,
      })),
    };
  }

  /** @throws InputError when they are not of the same template */
  async compare(
    caller: Caller,
    digest: string,
    from: string,
  ): Promise<RevisionComparison> {
    await this.#permit(caller, () => this.aboutRevision(digest));
    const [before, after] = await Promise.all([
      this.#require(from),
      this.#require(digest),
    ]);
    if (
      before.templateRef !== after.templateRef ||
      before.kind !== 'template'
    ) {
      throw new InputError(
        `request/query/from: ${before.title} and ${after.title} are not revisions of one template`,
      );
    }
    return compareTemplates(toSide(before), toSide(after));
  }

  /** As records name it. @returns undefined when there is none */
  async aboutRevision(
    digest: string,
  ): Promise<{ ref: string; revision: string } | undefined> {
    const stored = await this.#store.templateRevisions.get(digest);
    return stored && { ref: stored.templateRef, revision: digest };
  }

  /** For a caller of whom it was decided before. */
  async describe(revision: RevisionHead): Promise<TemplateRevision> {
    const [described] = await this.#toApi([revision]);
    return described;
  }

  async #toApi(revisions: RevisionHead[]): Promise<TemplateRevision[]> {
    const refs = [...new Set(revisions.map(({ templateRef }) => templateRef))];
    const [offers, figures] = await Promise.all([
      this.#store.templates.findOffers(refs),
      this.#store.templateFigures.ofRevisions(
        revisions.map(({ digest }) => digest),
      ),
    ]);
    const current = new Map(offers.map(offer => [offer.ref, offer.revision]));
    return revisions.map(row => ({
      digest: row.digest,
      template: row.templateRef,
      title: row.title,
      origin: row.origin,
      isCurrent: current.get(row.templateRef) === row.digest,
      firstSeenAt: row.firstSeenAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      sourceLocation: row.sourceLocation,
      commit: row.commit,
      author: row.author,
      halted: row.halted,
      ...figures.get(row.digest)!,
    }));
  }

  async #require(digest: string): Promise<StoredRevision> {
    const stored = await this.#store.templateRevisions.get(digest);
    if (!stored) throw new NotFoundError(`There is no revision ${digest}`);
    return stored;
  }

  async #permit(
    caller: Caller,
    template?: Parameters<Gatekeeper['permitBasic']>[2]['template'],
  ): Promise<void> {
    await this.#gatekeeper.permitBasic(caller, templateReportPermission, {
      action: 'template.read',
      template,
      reason: 'You may not see how templates fare',
    });
  }
}

function urgency({ halted, problems }: TemplateReport): number {
  if (halted) return 2;
  return problems.length > 0 ? 1 : 0;
}

function toSide({ digest, content }: StoredRevision) {
  return {
    revision: digest,
    template: content as unknown as EnvironmentTemplate,
  };
}
