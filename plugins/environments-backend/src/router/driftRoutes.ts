import { ApiRouter } from '@backstage/backend-openapi-utils';
import { Request } from 'express';
import { DriftService } from '../drift/DriftService';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';

/** What was changed past the portal, and what is to become of it. */
export function driftRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    drift: DriftService;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { drift, callerOf } = options;

  router.get('/environments/:id/drift', async (req, res) => {
    res.json(await drift.get(await callerOf(req), req.params.id));
  });

  router.post('/environments/:id/drift/decisions', async (req, res) => {
    res.json(await drift.decide(await callerOf(req), req.params.id, req.body));
  });
}
