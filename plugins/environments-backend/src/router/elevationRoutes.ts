import { ApiRouter } from '@backstage/backend-openapi-utils';
import { Request } from 'express';
import { ElevationsService } from '../access/ElevationsService';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';

const DEFAULT_MINUTES = 30;

/** More rights in an environment, for minutes. */
export function elevationRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    elevations: ElevationsService;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { elevations, callerOf } = options;

  router.get('/environments/:id/elevations', async (req, res) => {
    res.json(
      await elevations.list(await callerOf(req), req.params.id, req.query),
    );
  });

  router.get('/elevations', async (req, res) => {
    res.json(await elevations.listWaiting(await callerOf(req), req.query));
  });

  router.post('/environments/:id/elevations', async (req, res) => {
    const { minutes = DEFAULT_MINUTES, reason } = req.body;
    res.status(201).json(
      await elevations.request(await callerOf(req), req.params.id, {
        minutes,
        reason,
      }),
    );
  });

  router.post(
    '/environments/:id/elevations/:elevationId/decision',
    async (req, res) => {
      const { id, elevationId } = req.params;
      res.json(
        await elevations.decide(await callerOf(req), id, elevationId, req.body),
      );
    },
  );

  router.post(
    '/environments/:id/elevations/:elevationId/close',
    async (req, res) => {
      const { id, elevationId } = req.params;
      res.json(await elevations.close(await callerOf(req), id, elevationId));
    },
  );
}
