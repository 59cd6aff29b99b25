import { ApiRouter } from '@backstage/backend-openapi-utils';
import { Request, Response } from 'express';
import { spec } from '../schema/openapi.generated';
import { AuditProofs } from '../service/AuditProofs';
import { Caller } from '../service/Caller';

/** What proves the log. */
export function auditProofRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    proofs: AuditProofs;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { proofs, callerOf } = options;

  router.get('/audit/records/:eventId/proof', async (req, res) => {
    sendProof(res, await proofs.proof(await callerOf(req), req.params.eventId));
  });

  router.get('/environments/:id/receipts/:receipt', async (req, res) => {
    const { id, receipt } = req.params;
    sendProof(res, await proofs.receipt(await callerOf(req), id, receipt));
  });

  router.get('/audit/log', async (req, res) => {
    res.json(await proofs.log(await callerOf(req)));
  });

  router.get('/audit/checkpoints', async (req, res) => {
    res.json(await proofs.checkpoints(await callerOf(req), req.query));
  });
}

function sendProof(res: Response, proof: string): void {
  res.type('text/plain; charset=utf-8').send(proof);
}
