import { ApiRouter } from '@backstage/backend-openapi-utils';
import { Request } from 'express';
import { SharesService } from '../access/SharesService';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';

/** Links for people who may not otherwise see an environment. */
export function shareRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    shares: SharesService;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { shares, callerOf } = options;

  router.get('/environments/:id/shares', async (req, res) => {
    res.json({
      items: await shares.list(await callerOf(req), req.params.id),
    });
  });

  router.post('/environments/:id/shares', async (req, res) => {
    res
      .status(201)
      .set('Cache-Control', 'no-store')
      .json(await shares.create(await callerOf(req), req.params.id, req.body));
  });

  router.post('/environments/:id/shares/redeem', async (req, res) => {
    res.json(
      await shares.redeem(await callerOf(req), req.params.id, req.body.code),
    );
  });

  router.delete('/environments/:id/shares/:shareId', async (req, res) => {
    const { id, shareId } = req.params;
    res.json({
      items: await shares.revoke(await callerOf(req), id, shareId),
    });
  });
}
