import {
  AuthService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { ApiRouter } from '@backstage/backend-openapi-utils';
import { NotFoundError } from '@backstage/errors';
import {
  AuditFilter,
  EnvironmentsFilter,
} from '@sandlot/plugin-environments-common';
import express, { ErrorRequestHandler, Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { Store } from '../database/Store';
import { isUnreachable, unreachable } from '../database/unreachable';
import { DriftService } from '../drift/DriftService';
import { spec } from '../schema/openapi.generated';
import { AuditService } from '../service/AuditService';
import { EnvironmentsService } from '../service/EnvironmentsService';
import { RolloutsService } from '../upgrades/RolloutsService';
import { UpgradesService } from '../upgrades/UpgradesService';
import { driftRoutes } from './driftRoutes';
import { readCaller } from './readCaller';
import { recordRefusals } from './recordRefusals';
import { TemplateServices, templateRoutes } from './templateRoutes';
import { upgradeRoutes } from './upgradeRoutes';
import { validateRequests } from './validateRequests';

const LARGEST_BODY = '128kb';
/** Whole templates, in which a character may take six. */
const LARGEST_SOURCE = '3200kb';

/** Parses a request, makes one call and maps the answer. It decides nothing. */
export function createRouter(options: {
  environments: EnvironmentsService;
  upgrades: UpgradesService;
  rollouts: RolloutsService;
  drift: DriftService;
  templates: TemplateServices;
  audit: AuditService;
  store: Store;
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
}): Router {
  const { environments, audit, store } = options;
  // The typed requests of the OpenAPI router differ in their parameters only.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const callerOf = (req: Request<any, any, any, any>) =>
    readCaller(req, options);

  const router = PromiseRouter() as ApiRouter<typeof spec>;
  router.use('/workbench', express.json({ limit: LARGEST_SOURCE }));
  router.use(express.json({ limit: LARGEST_BODY }), ...validateRequests());

  // The contract itself, where Backstage's API docs look for it.
  (router as Router).get('/openapi.json', (_req, res) => res.json(spec));

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
    const accepted = await environments.create(
      await callerOf(req),
      req.body,
      req.get('idempotency-key')!,
    );
    res
      .status(202)
      .location(`${req.baseUrl}/operations/${accepted.operation.id}`)
      .json(accepted);
  });

  router.get('/environments/:id', async (req, res) => {
    res.json(await environments.get(await callerOf(req), req.params.id));
  });

  router.delete('/environments/:id', async (req, res) => {
    const accepted = await environments.delete(
      await callerOf(req),
      req.params.id,
    );
    res
      .status(202)
      .location(`${req.baseUrl}/operations/${accepted.operation.id}`)
      .json(accepted);
  });

  router.get('/environments/:id/operations', async (req, res) => {
    res.json({
      items: await environments.listOperations(
        await callerOf(req),
        req.params.id,
      ),
    });
  });

  router.get('/environments/:id/objects', async (req, res) => {
    res.json({
      items: await environments.listObjects(await callerOf(req), req.params.id),
    });
  });

  router.post('/environments/:id/kubeconfig', async (req, res) => {
    const { role = 'owner', expirationSeconds = 3600 } = req.body;
    res
      .status(201)
      .set('Cache-Control', 'no-store')
      .json(
        await environments.createKubeconfig(
          await callerOf(req),
          req.params.id,
          { role, expirationSeconds },
        ),
      );
  });

  router.get('/operations/:id', async (req, res) => {
    res.json(
      await environments.getOperation(await callerOf(req), req.params.id),
    );
  });

  templateRoutes(router, { ...options.templates, environments, callerOf });
  upgradeRoutes(router, { ...options, callerOf });
  driftRoutes(router, { ...options, callerOf });

  router.get('/audit/records', async (req, res) => {
    res.json(await audit.list(await callerOf(req), req.query as AuditFilter));
  });

  router.get('/audit/records/:eventId', async (req, res) => {
    res.json(await audit.get(await callerOf(req), req.params.eventId));
  });

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
