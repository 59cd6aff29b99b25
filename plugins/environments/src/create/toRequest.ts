import {
  PreviewRequest,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { CreateValues } from './useCreateForm';

/**
 * What is asked for. Add-ons that are not on offer with these choices stay
 * switched on in the form, for a choice that brings them back.
 *
 * @param offered - names of the add-ons on offer
 */
export function toRequest(
  template: TemplateDetail,
  values: CreateValues,
  offered: string[],
): PreviewRequest {
  const { addOns, manifests, ...rest } = values;
  return {
    template: template.ref,
    ...rest,
    ...(template.addOns.length > 0
      ? { addOns: addOns.filter(name => offered.includes(name)) }
      : {}),
    ...(manifests.trim() ? { manifests } : {}),
  };
}
