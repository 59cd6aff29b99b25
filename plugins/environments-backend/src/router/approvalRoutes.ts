import { ApiRouter } from '@backstage/backend-openapi-utils';
import { ApprovalsFilter } from '@sandlot/plugin-environments-common';
import { Request } from 'express';
import { ApprovalsService } from '../approvals/ApprovalsService';
import { Delegations } from '../approvals/Delegations';
import { PolicySimulations } from '../policies/PolicySimulations';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';

/** Who must agree, and what policies say. */
export function approvalRoutes(
  router: ApiRouter<typeof spec>,
  options: {
    approvals: ApprovalsService;
    delegations: Delegations;
    simulations: PolicySimulations;
    // The typed requests of the OpenAPI router differ in their parameters only.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    callerOf: (req: Request<any, any, any, any>) => Promise<Caller>;
  },
): void {
  const { approvals, delegations, simulations, callerOf } = options;

  router.get('/approvals', async (req, res) => {
    res.json(
      await approvals.list(await callerOf(req), req.query as ApprovalsFilter),
    );
  });

  router.get('/approvals/:approvalId', async (req, res) => {
    res.json(await approvals.get(await callerOf(req), req.params.approvalId));
  });

  router.post('/approvals/:approvalId/decisions', async (req, res) => {
    res.json(
      await approvals.decide(
        await callerOf(req),
        req.params.approvalId,
        req.body,
      ),
    );
  });

  router.get('/approval-delegations', async (req, res) => {
    res.json({ items: await delegations.list(await callerOf(req)) });
  });

  router.post('/approval-delegations', async (req, res) => {
    res
      .status(201)
      .json(await delegations.delegate(await callerOf(req), req.body));
  });

  router.delete('/approval-delegations/:delegationId', async (req, res) => {
    await delegations.end(await callerOf(req), req.params.delegationId);
    res.status(204).end();
  });

  router.post('/policies/simulations', async (req, res) => {
    res.json(await simulations.simulate(await callerOf(req), req.body));
  });
}
