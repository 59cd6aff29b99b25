import { Link, useSidebarOpenState } from '@backstage/core-components';
import { Logo } from '../../components/Logo';

/** The logo at the head of the sidebar, the way home. */
export function NavLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <Link
      to="/"
      underline="none"
      aria-label="Sandlot, home"
      style={{
        display: 'block',
        padding: '20px 22px 24px',
        color: 'var(--bui-fg-primary)',
      }}
    >
      <Logo withName={isOpen} />
    </Link>
  );
}
