import { Page } from '@sandlot/plugin-environments-common';
import { useRef } from 'react';
import { Resource, useResource } from './useResource';

interface Pages<T> {
  items: T[];
  nextCursor?: string;
  count: number;
}

/** The pages of a keyset listing that were asked for so far. */
export interface PagesResource<T> extends Resource<Pages<T>> {
  hasMore: boolean;
  loadMore(): void;
}

/**
 * `loadMore` fetches the next page alone; a refresh fetches again as many pages
 * as are shown.
 */
export function usePages<T>(
  key: string,
  loadPage: (
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<Page<T>>,
  intervalMs?: (items: T[]) => number | undefined,
): PagesResource<T> {
  const wantsMore = useRef(false);
  const resource = useResource<Pages<T>>(
    key,
    async (signal, previous) => {
      const isMore = wantsMore.current && previous?.nextCursor !== undefined;
      wantsMore.current = false;
      if (isMore && previous) {
        const page = await loadPage(previous.nextCursor, signal);
        return {
          items: [...previous.items, ...page.items],
          nextCursor: page.nextCursor,
          count: previous.count + 1,
        };
      }
      let pages: Pages<T> = { items: [], count: 0 };
      do {
        const page = await loadPage(pages.nextCursor, signal);
        pages = {
          items: [...pages.items, ...page.items],
          nextCursor: page.nextCursor,
          count: pages.count + 1,
        };
      } while (pages.nextCursor && pages.count < (previous?.count ?? 1));
      return pages;
    },
    intervalMs && (pages => intervalMs(pages?.items ?? [])),
  );
  return {
    ...resource,
    hasMore: resource.data?.nextCursor !== undefined,
    loadMore() {
      wantsMore.current = true;
      resource.refresh();
    },
  };
}
