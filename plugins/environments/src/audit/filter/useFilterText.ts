import { entityName } from '@sandlot/plugin-environments-common';
import { shortDigest } from '../../format/digest';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import { FilterName, OUTCOMES, STAGES } from './filterNames';

/** What the value of a filter is called. */
export function useFilterText(): (name: FilterName, value: string) => string {
  const t = useTranslation();
  return (name, value) => {
    switch (name) {
      case 'actor':
      case 'group':
      case 'template':
        return entityName(value);
      case 'revision':
        return shortDigest(value);
      case 'outcome': {
        const outcome = OUTCOMES.find(known => known === value);
        return outcome ? t(`audit.outcome.${outcome}`) : value;
      }
      case 'stage': {
        const stage = STAGES.find(known => known === value);
        return stage ? t(`audit.stage.${stage}`) : value;
      }
      case 'from':
      case 'to':
        return Number.isNaN(Date.parse(value)) ? value : formatUtc(value);
      default:
        return value;
    }
  };
}
