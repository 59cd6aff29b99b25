import { ApiRouter } from '@backstage/backend-openapi-utils';
import { Request } from 'express';
import { spec } from '../schema/openapi.generated';
import { Caller } from '../service/Caller';
import { EnvironmentsService } from '../service/EnvironmentsService';
import { RevisionHalts } from '../templates/RevisionHalts';
import { TemplateReports } from '../templates/TemplateReports';
import { Workbench } from '../templates/Workbench';
import { sendAccepted } from './sendAccepted';

export interface TemplateServices {
  reports: TemplateReports;
  halts: RevisionHalts;
  workbench: Workbench;
}

/** Revisions, the life of templates, and the workbench. */
export function templateRoutes(
  router: ApiRouter<typeof spec>,
  options: TemplateServices & {
    environments: EnvironmentsService;
    callerOf: (
      // The typed requests of the OpenAPI router differ in their parameters only.
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      req: Request<any, any, any, any>,
    ) => Promise<Caller>;
  },
): void {
  const { reports, halts, workbench, environments, callerOf } = options;

  router.get('/template-reports', async (req, res) => {
    res.json({ items: await reports.list(await callerOf(req)) });
  });

  router.get('/templates/:namespace/:name/revisions', async (req, res) => {
    const { namespace, name } = req.params;
    res.json({
      items: await reports.listRevisions(
        await callerOf(req),
        `environmenttemplate:${namespace}/${name}`.toLocaleLowerCase('en-US'),
      ),
    });
  });

  router.get('/revisions/:digest', async (req, res) => {
    res.json(await reports.getRevision(await callerOf(req), req.params.digest));
  });

  router.get('/revisions/:digest/comparison', async (req, res) => {
    res.json(
      await reports.compare(
        await callerOf(req),
        req.params.digest,
        req.query.from,
      ),
    );
  });

  router.post('/revisions/:digest/halt', async (req, res) => {
    const { digest } = req.params;
    res.json(await halts.halt(await callerOf(req), digest, req.body.reason));
  });

  router.post('/revisions/:digest/resume', async (req, res) => {
    const { digest } = req.params;
    res.json(await halts.resume(await callerOf(req), digest, req.body.reason));
  });

  router.post('/workbench/checks', async (req, res) => {
    res.json(await workbench.check(await callerOf(req), req.body));
  });

  router.post('/workbench/dry-runs', async (req, res) => {
    res.json(await workbench.dryRun(await callerOf(req), req.body));
  });

  router.post('/workbench/tries', async (req, res) => {
    sendAccepted(
      req,
      res,
      await environments.tryDraft(
        await callerOf(req),
        req.body,
        req.get('idempotency-key')!,
      ),
    );
  });
}
