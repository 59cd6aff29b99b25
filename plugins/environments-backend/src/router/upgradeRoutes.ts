import { ApiRouter } from '@backstage/backend-openapi-utils';
import { Request } from 'express';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';
import { RolloutsService } from '../upgrades/RolloutsService';
import { UpgradesService } from '../upgrades/UpgradesService';
import { sendAccepted } from './sendAccepted';

type CallerOf = (
  // The typed requests of the OpenAPI router differ in their parameters only.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  req: Request<any, any, any, any>,
) => Promise<Caller>;

/** Upgrades, rollbacks, holds and rollouts. */
export function upgradeRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    upgrades: UpgradesService;
    rollouts: RolloutsService;
    callerOf: CallerOf;
  },
): void {
  const { upgrades, rollouts, callerOf } = options;

  router.post('/environments/:id/upgrade-previews', async (req, res) => {
    res.json(
      await upgrades.previewUpgrade(
        await callerOf(req),
        req.params.id,
        req.body,
      ),
    );
  });

  router.post('/environments/:id/upgrades', async (req, res) => {
    sendAccepted(
      req,
      res,
      await upgrades.upgrade(await callerOf(req), req.params.id, req.body),
    );
  });

  router.post('/environments/:id/rollback-previews', async (req, res) => {
    res.json(
      await upgrades.previewRollback(await callerOf(req), req.params.id),
    );
  });

  router.post('/environments/:id/rollbacks', async (req, res) => {
    sendAccepted(
      req,
      res,
      await upgrades.rollback(await callerOf(req), req.params.id, req.body),
    );
  });

  router.put('/environments/:id/hold', async (req, res) => {
    res.json(await upgrades.hold(await callerOf(req), req.params.id, req.body));
  });

  router.delete('/environments/:id/hold', async (req, res) => {
    res.json(await upgrades.release(await callerOf(req), req.params.id));
  });

  router.get('/rollouts', async (req, res) => {
    res.json({
      items: await rollouts.list(await callerOf(req), req.query.template),
    });
  });

  router.post('/rollouts', async (req, res) => {
    const created = await rollouts.create(
      await callerOf(req),
      req.body,
      req.get('idempotency-key')!,
    );
    res
      .status(201)
      .location(`${req.baseUrl}/rollouts/${created.rollout.id}`)
      .json(created);
  });

  router.get('/rollouts/:rolloutId', async (req, res) => {
    res.json(await rollouts.get(await callerOf(req), req.params.rolloutId));
  });

  router.post('/rollouts/:rolloutId/pause', async (req, res) => {
    const { rolloutId } = req.params;
    res.json(
      await rollouts.pause(await callerOf(req), rolloutId, req.body.reason),
    );
  });

  router.post('/rollouts/:rolloutId/resume', async (req, res) => {
    const { rolloutId } = req.params;
    res.json(
      await rollouts.resume(await callerOf(req), rolloutId, req.body.reason),
    );
  });

  router.post('/rollouts/:rolloutId/cancel', async (req, res) => {
    const { rolloutId } = req.params;
    res.json(
      await rollouts.cancel(await callerOf(req), rolloutId, req.body.reason),
    );
  });
}
