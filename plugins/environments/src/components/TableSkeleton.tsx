import { Flex, Skeleton } from '@backstage/ui';

/** The shape of a table that is on its way. */
export function TableSkeleton(props: { rows?: number }) {
  return (
    <Flex direction="column" gap="3">
      {Array.from({ length: props.rows ?? 5 }, (_, row) => (
        <Flex key={row} gap="4">
          <Skeleton width="30%" height={20} />
          <Skeleton width="15%" height={20} />
          <Skeleton width="20%" height={20} />
          <Skeleton width="20%" height={20} />
        </Flex>
      ))}
    </Flex>
  );
}
