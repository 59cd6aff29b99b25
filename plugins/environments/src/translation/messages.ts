import { approvals } from './approvals';
import { audit } from './audit';
import { auditLog } from './auditLog';
import { auditReport } from './auditReport';
import { common } from './common';
import { create } from './create';
import { environment } from './environment';
import { lifecycle } from './lifecycle';
import { list } from './list';
import { policies } from './policies';
import { rollouts } from './rollouts';
import { templates } from './templates';
import { workbench } from './workbench';

/** Every sentence on the pages, by the part of the plugin that it is of. */
export const messages = {
  common,
  list,
  create,
  environment,
  lifecycle,
  templates,
  workbench,
  rollouts,
  approvals,
  policies,
  audit,
  auditLog,
  auditReport,
};
