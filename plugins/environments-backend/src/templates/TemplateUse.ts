import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  CreateEnvironmentRequest,
  Halted,
  WorkbenchTryRequest,
  templateManagePermission,
} from '@sandlot/plugin-environments-common';
import { AuditAction } from '../audit/AuditEvent';
import { Store, Transaction } from '../database/Store';
import { RevisionInUse } from '../database/TemplateRevisionsTable';
import { Caller } from '../service/Caller';
import { ProblemsError } from '../service/ProblemsError';
import {
  CurrentTemplate,
  TemplateSource,
  requireTemplate,
} from '../service/TemplateSource';
import { basisOfTester, isTesterOf, whyNotAdmitted } from './admission';
import { readDraft } from './readDraft';
import { targetOf } from './targetOf';
import { TemplateRegistrar } from './TemplateRegistrar';

/** A template that the caller may make an environment of. */
export interface UsableTemplate {
  current: CurrentTemplate;
  /** What is made of it is a trial. */
  isDraft: boolean;
  /**
   * It comes from the workbench, and the catalog may not have it: why the caller
   * may try it, in words.
   */
  pastedBy?: string;
}

/** Decides what may be made an environment of, and by whom. */
export class TemplateUse {
  readonly #store: Store;
  readonly #templates: TemplateSource;
  readonly #registrar: TemplateRegistrar;

  constructor(options: {
    store: Store;
    templates: TemplateSource;
    registrar: TemplateRegistrar;
  }) {
    this.#store = options.store;
    this.#templates = options.templates;
    this.#registrar = options.registrar;
  }

  /**
   * @throws NotAllowedError, recorded, when it is a draft or for others;
   * InputError when there is none; ConflictError when it is withdrawn, halted
   * or another one than was looked at
   */
  async ofCatalog(
    caller: Caller,
    request: CreateEnvironmentRequest,
  ): Promise<UsableTemplate> {
    const current = await requireTemplate(
      this.#templates,
      caller,
      request.template,
    );
    const reason = await whyNotAdmitted(current, caller);
    if (reason) {
      throw await this.#refuse(caller, 'environment.create', reason, {
        request,
        template: { ref: current.ref, revision: current.revision },
      });
    }
    if (current.state === 'withdrawn') throw withdrawn(current);
    if (current.revision !== request.revision) throw changed(current);
    if (current.halted) throw halted(current, current.halted);
    return { current, isDraft: current.state === 'draft' };
  }

  /**
   * @throws ProblemsError when the text is no template without faults;
   * NotAllowedError, recorded, for those who neither manage templates nor are
   * named as testers by what the catalog has under that name
   */
  async ofDraft(
    caller: Caller,
    request: WorkbenchTryRequest,
  ): Promise<UsableTemplate> {
    await this.#registrar.ready();
    const { ref: named, check } = readDraft(request.source);
    const known = named && (await this.#templates.findStored(named));
    const tested = known && isTesterOf(known, caller) ? known : undefined;
    if (!tested && !(await caller.managesTemplates?.())) {
      throw await this.#refuse(
        caller,
        'template.try',
        'Only ops, and those whom the template in the catalog names as testers, may try drafts',
        { request, template: named ? { ref: named } : undefined },
      );
    }
    const draft = check(this.#registrar.findModule);
    if (!draft.good) {
      throw new ProblemsError(
        draft.problems.map(({ path, line, column, ...problem }) => ({
          ...problem,
          path: '/source',
          message: `${line ? `line ${line}: ` : ''}${path ? `${path}: ` : ''}${
            problem.message
          }`,
          line,
          column,
        })),
      );
    }
    const { template, revision, ref, title } = draft.good;
    return {
      current: { ref, title, revision, template, state: 'draft' },
      isDraft: true,
      pastedBy: tested
        ? basisOfTester(tested)
        : `the policy allows ${templateManagePermission.name} to the caller`,
    };
  }

  /**
   * What was decided before still holds, and does until the transaction ends: a
   * halt that was committed first wins.
   */
  async holdInTransaction(
    tx: Transaction,
    { current, pastedBy }: UsableTemplate,
    caller: Caller,
  ): Promise<void> {
    const { ref, title, revision, template } = current;
    if (pastedBy) {
      await tx.templateRevisions.add({
        digest: revision,
        templateRef: ref,
        title,
        content: template as unknown as JsonObject,
        author: caller.actor.ref,
        kind: 'template',
        origin: 'workbench',
      });
      await tx.record({
        stage: 'succeeded',
        action: 'template.try',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        authorization: caller.authorization && {
          ...caller.authorization,
          basis: `${caller.authorization.basis}; ${pastedBy}`,
        },
        target: targetOf(ref),
        template: { ref, revision },
        reason: 'A draft from the workbench becomes an environment',
      });
    }
    const inUse: RevisionInUse = pastedBy
      ? await tx.templateRevisions.lockForTrial(revision)
      : await tx.templateRevisions.lockForUse(revision, ref);
    if (inUse.halted) throw halted(current, inUse.halted);
    if (pastedBy) return;
    if (inUse.state === 'withdrawn') throw withdrawn(current);
    if (inUse.current !== revision || inUse.state !== current.state) {
      throw changed(current);
    }
  }

  async #refuse(
    caller: Caller,
    action: AuditAction,
    reason: string,
    about: {
      request: { name: string; owner: string; cluster?: string };
      template?: { ref: string; revision?: string };
    },
  ): Promise<NotAllowedError> {
    const { name, owner, cluster } = about.request;
    await this.#store.transaction(tx =>
      tx.record({
        stage: 'denied',
        action,
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        authorization: caller.authorization && {
          ...caller.authorization,
          decision: 'DENY',
          basis: `${caller.authorization.basis}, but: ${reason}`,
        },
        target: { cluster, name },
        template: about.template,
        parameters: { owner },
        reason,
      }),
    );
    return new NotAllowedError(reason);
  }
}

function withdrawn({ title }: CurrentTemplate) {
  return new InputError(
    `request/body/template: ${title} was withdrawn; no new environments are made of it`,
  );
}

function changed({ title }: CurrentTemplate) {
  return new ConflictError(
    `Template ${title} has changed since you looked at it: look at what it makes now, then ask again`,
  );
}

function halted({ title }: CurrentTemplate, { since, by, reason }: Halted) {
  return new ConflictError(
    `Template ${title} is halted since ${since} by ${by}: ${reason}. Ask its owner when it will be resumed`,
  );
}
