import { Button } from '@backstage/ui';
import { PagesResource } from '../hooks/usePages';
import { useTranslation } from '../hooks/useTranslation';

/** The button for the next page of a listing, while there is one. */
export function LoadMore<T>(props: { pages: PagesResource<T> }) {
  const t = useTranslation();
  return props.pages.hasMore ? (
    <div>
      <Button variant="secondary" onPress={props.pages.loadMore}>
        {t('common.loadMore')}
      </Button>
    </div>
  ) : null;
}
