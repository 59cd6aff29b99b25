import {
  AuthService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { ApiRouter } from '@backstage/backend-openapi-utils';
import { NotFoundError } from '@backstage/errors';
import { EnvironmentsFilter } from '@sandlot/plugin-environments-common';
import express, { ErrorRequestHandler, Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { Store } from '../database/Store';
import { isUnreachable, unreachable } from '../database/unreachable';
import { DriftService } from '../drift/DriftService';
import { HealthReports } from '../health/HealthReports';
import { SharesService } from '../access/SharesService';
import { LifecycleService } from '../lifecycle/LifecycleService';
import { spec } from '../schema/openapi.generated';
import { AuditProofs } from '../service/AuditProofs';
import { AuditService } from '../service/AuditService';
import { Caller } from '../service/Caller';
import { EnvironmentsService } from '../service/EnvironmentsService';
import { RolloutsService } from '../upgrades/RolloutsService';
import { UpgradesService } from '../upgrades/UpgradesService';
import { ApprovalsService } from '../approvals/ApprovalsService';
import { Delegations } from '../approvals/Delegations';
import { PolicySimulations } from '../policies/PolicySimulations';
import { AuditExports } from '../audit/export/AuditExports';
import { AuditReports } from '../audit/report/AuditReports';
import { AuditSinks } from '../audit/sinks/AuditSinks';
import { ElevationsService } from '../access/ElevationsService';
import { elevationRoutes } from './elevationRoutes';
import { approvalRoutes } from './approvalRoutes';
import { auditExportRoutes } from './auditExportRoutes';
import { auditProofRoutes } from './auditProofRoutes';
import { auditRoutes } from './auditRoutes';
import { lifecycleRoutes } from './lifecycleRoutes';
import { shareRoutes } from './shareRoutes';
import { driftRoutes } from './driftRoutes';
import { RateLimits, limitRate } from './limitRate';
import { readCaller } from './readCaller';
import { recordRefusals } from './recordRefusals';
import { TemplateServices, templateRoutes } from './templateRoutes';
import { upgradeRoutes } from './upgradeRoutes';
import { validateRequests } from './validateRequests';
import { sendAccepted } from './sendAccepted';

const LARGEST_BODY = '128kb';
/** Whole templates, in which a character may take six. */
const LARGEST_SOURCE = '3200kb';

/** Parses a request, makes one call and maps the answer. It decides nothing. */
export function createRouter(options: {
  environments: EnvironmentsService;
  upgrades: UpgradesService;
  rollouts: RolloutsService;
  drift: DriftService;
  lifecycle: LifecycleService;
  shares: SharesService;
  templates: TemplateServices;
  approvals: ApprovalsService;
  delegations: Delegations;
  elevations: ElevationsService;
  simulations: PolicySimulations;
  audit: AuditService;
  proofs: AuditProofs;
  exports: AuditExports;
  sinks: AuditSinks;
  reports: AuditReports;
  health: HealthReports;
  store: Store;
  rateLimits: RateLimits;
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
}): Router {
  const { environments, audit, store } = options;
  // The typed requests of the OpenAPI router differ in their parameters only.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  type AnyRequest = Request<any, any, any, any>;
  // One thread for all that a request comes to, its refusal too.
  const callers = new WeakMap<AnyRequest, Promise<Caller>>();
  const callerOf = (req: AnyRequest) => {
    const caller = callers.get(req) ?? readCaller(req, options);
    callers.set(req, caller);
    return caller;
  };

  const router = PromiseRouter() as ApiRouter<typeof spec>;
  // The contract itself, where Backstage's API docs look for it.
  (router as Router).get('/openapi.json', (_req, res) => res.json(spec));
  router.use(...limitRate({ limits: options.rateLimits, store, callerOf }));
  router.use('/workbench', express.json({ limit: LARGEST_SOURCE }));
  router.use(express.json({ limit: LARGEST_BODY }), ...validateRequests());

  router.get('/clusters', async (req, res) => {
    res.json({ items: await environments.listClusters(await callerOf(req)) });
  });

  router.get('/templates', async (req, res) => {
    res.json({ items: await environments.listTemplates(await callerOf(req)) });
  });

  router.get('/templates/:namespace/:name', async (req, res) => {
    const { namespace, name } = req.params;
    res.json(
      await environments.getTemplate(
        await callerOf(req),
        `environmenttemplate:${namespace}/${name}`,
      ),
    );
  });

  router.post('/previews', async (req, res) => {
    res.json(await environments.preview(await callerOf(req), req.body));
  });

  router.get('/environments', async (req, res) => {
    res.json(
      await environments.list(
        await callerOf(req),
        req.query as EnvironmentsFilter,
      ),
    );
  });

  router.post('/environments', async (req, res) => {
    sendAccepted(
      req,
      res,
      await environments.create(
        await callerOf(req),
        req.body,
        req.get('idempotency-key')!,
      ),
    );
  });

  router.get('/environments/:id', async (req, res) => {
    res.json(await environments.get(await callerOf(req), req.params.id));
  });

  router.delete('/environments/:id', async (req, res) => {
    sendAccepted(
      req,
      res,
      await environments.delete(await callerOf(req), req.params.id),
    );
  });

  router.get('/environments/:id/operations', async (req, res) => {
    res.json(
      await environments.listOperations(await callerOf(req), req.params.id),
    );
  });

  router.get('/environments/:id/objects', async (req, res) => {
    res.json({
      items: await environments.listObjects(await callerOf(req), req.params.id),
    });
  });

  router.post('/environments/:id/kubeconfig', async (req, res) => {
    const {
      role = 'owner',
      expirationSeconds = 3600,
      form = 'token',
    } = req.body;
    res
      .status(201)
      .set('Cache-Control', 'no-store')
      .json(
        await environments.createKubeconfig(
          await callerOf(req),
          req.params.id,
          { role, expirationSeconds, form },
        ),
      );
  });

  router.get('/environments/:id/access', async (req, res) => {
    res.json({
      items: await environments.listAccess(await callerOf(req), req.params.id),
    });
  });

  router.delete('/environments/:id/access', async (req, res) => {
    const caller = await callerOf(req);
    const { person = caller.actor.ref } = req.query;
    res.json({
      items: await environments.revokeAccess(caller, req.params.id, person),
    });
  });

  router.get('/operations/:id', async (req, res) => {
    res.json(
      await environments.getOperation(await callerOf(req), req.params.id),
    );
  });

  templateRoutes(router, { ...options.templates, environments, callerOf });
  upgradeRoutes(router, { ...options, callerOf });
  lifecycleRoutes(router, { ...options, callerOf });
  elevationRoutes(router, { ...options, callerOf });
  shareRoutes(router, { ...options, callerOf });
  approvalRoutes(router, { ...options, callerOf });
  driftRoutes(router, { ...options, callerOf });

  router.get('/health', async (req, res) => {
    res.json(await options.health.get(await callerOf(req)));
  });

  auditRoutes(router, { audit, callerOf });
  auditProofRoutes(router, { ...options, callerOf });
  auditExportRoutes(router, { ...options, callerOf });

  router.use((req, _res, next) =>
    next(new NotFoundError(`There is no ${req.method} ${req.path}`)),
  );
  router.use(recordRefusals(store, callerOf));
  router.use(((error, _req, _res, next) =>
    next(
      isUnreachable(error) ? unreachable(error) : error,
    )) as ErrorRequestHandler);
  return router;
}
