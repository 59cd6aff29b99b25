import { ApiRouter } from '@backstage/backend-openapi-utils';
import { Request } from 'express';
import { LifecycleService } from '../lifecycle/LifecycleService';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';
import { sendAccepted } from './sendAccepted';

/** What is done with environments that are there. */
export function lifecycleRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    lifecycle: LifecycleService;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { lifecycle, callerOf } = options;

  router.post('/environments/:id/operations', async (req, res) => {
    sendAccepted(
      req,
      res,
      await lifecycle.request(
        await callerOf(req),
        req.params.id,
        req.body,
        req.get('idempotency-key')!,
      ),
    );
  });

  router.post('/environments/:id/transfer-previews', async (req, res) => {
    res.json(
      await lifecycle.previewTransfer(
        await callerOf(req),
        req.params.id,
        req.body,
      ),
    );
  });

  router.post('/environments/:id/clones', async (req, res) => {
    sendAccepted(
      req,
      res,
      await lifecycle.clone(
        await callerOf(req),
        req.params.id,
        req.body,
        req.get('idempotency-key')!,
      ),
    );
  });

  router.post('/operations/:id/cancel', async (req, res) => {
    res
      .status(202)
      .json(
        await lifecycle.cancel(
          await callerOf(req),
          req.params.id,
          req.body.reason,
        ),
      );
  });

  router.put('/environments/:id/hibernation-plan', async (req, res) => {
    res.json(
      await lifecycle.planHibernation(
        await callerOf(req),
        req.params.id,
        req.body,
      ),
    );
  });

  router.put('/environments/:id/legal-hold', async (req, res) => {
    res.json(
      await lifecycle.holdLegally(
        await callerOf(req),
        req.params.id,
        req.body.reason,
      ),
    );
  });

  router.delete('/environments/:id/legal-hold', async (req, res) => {
    res.json(
      await lifecycle.endLegalHold(
        await callerOf(req),
        req.params.id,
        req.query.reason,
      ),
    );
  });
}
