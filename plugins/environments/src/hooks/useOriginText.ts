import { parseOrigin } from '../format/origin';
import { useTranslation } from './useTranslation';

/** Who brought an object, in words. */
export function useOriginText(): (origin: string) => string {
  const t = useTranslation();
  return text => {
    const origin = parseOrigin(text);
    switch (origin.kind) {
      case 'module':
      case 'addOn':
        return t(`common.origin.${origin.kind}`, { name: origin.name });
      default:
        return t(`common.origin.${origin.kind}`);
    }
  };
}
