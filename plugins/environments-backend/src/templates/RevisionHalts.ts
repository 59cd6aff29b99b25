import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  TemplateRevision,
  templateManagePermission,
} from '@sandlot/plugin-environments-common';
import { AuditEvent } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { RevisionHead } from '../database/TemplateRevisionsTable';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { targetOf } from './targetOf';
import { TemplateReports } from './TemplateReports';

/** Stops a revision by hand, and lets it be used again. */
export class RevisionHalts {
  readonly #store: Store;
  readonly #gatekeeper: Gatekeeper;
  readonly #reports: TemplateReports;

  constructor(options: {
    store: Store;
    gatekeeper: Gatekeeper;
    reports: TemplateReports;
  }) {
    this.#store = options.store;
    this.#gatekeeper = options.gatekeeper;
    this.#reports = options.reports;
  }

  /** @throws ConflictError when it is halted already */
  halt(
    caller: Caller,
    digest: string,
    reason: string,
  ): Promise<TemplateRevision> {
    return this.#change(caller, digest, 'template.halt', reason, {
      refuse: ({ title, halted }) =>
        halted &&
        `${title} is halted already, since ${halted.since} by ${halted.by}: ${halted.reason}`,
      apply: tx => tx.templateRevisions.halt(digest, caller.actor.ref, reason),
    });
  }

  /** @throws ConflictError when it is not halted */
  resume(
    caller: Caller,
    digest: string,
    reason: string,
  ): Promise<TemplateRevision> {
    return this.#change(caller, digest, 'template.resume', reason, {
      refuse: ({ title, halted }) =>
        halted ? undefined : `${title} is not halted at this revision`,
      apply: tx => tx.templateRevisions.resume(digest),
    });
  }

  async #change(
    caller: Caller,
    digest: string,
    action: 'template.halt' | 'template.resume',
    reason: string,
    change: {
      refuse: (revision: RevisionHead) => string | undefined;
      apply: (
        tx: Parameters<Parameters<Store['transaction']>[0]>[0],
      ) => Promise<void>;
    },
  ): Promise<TemplateRevision> {
    const permitted = await this.#gatekeeper.permitBasic(
      caller,
      templateManagePermission,
      {
        action,
        template: () => this.#reports.aboutRevision(digest),
        reason: 'You may not halt or resume revisions of templates',
      },
    );
    const changed = await this.#store.transaction(async tx => {
      const revision = await tx.templateRevisions.lock(digest);
      if (revision?.kind !== 'template') {
        throw new NotFoundError(`There is no revision ${digest} of a template`);
      }
      const refusal = change.refuse(revision);
      if (refusal) throw new ConflictError(refusal);
      await change.apply(tx);
      const event: AuditEvent = {
        stage: 'succeeded',
        action,
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        authorization: permitted.authorization,
        target: targetOf(revision.templateRef),
        template: { ref: revision.templateRef, revision: digest },
        reason,
      };
      await tx.record(event);
      tx.templateChanged(revision.templateRef);
      return (await tx.templateRevisions.lock(digest))!;
    });
    return this.#reports.describe(changed);
  }
}
