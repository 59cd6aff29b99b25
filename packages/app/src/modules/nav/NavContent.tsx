import {
  Sidebar,
  SidebarGroup,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import type {
  NavContentComponentProps,
  NavContentNavItem,
} from '@backstage/plugin-app-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { auditReadPermission } from '@sandlot/plugin-environments-common';
import { NavLogo } from './NavLogo';

/**
 * The sidebar: environments first, then what else there is, settings last.
 * Each entry is a group of its own, which is what makes it a button of the bar
 * at the bottom of a small screen.
 */
export function NavContent({ navItems }: NavContentComponentProps) {
  const audit = navItems.take('page:environments/audit');
  const settings = navItems.take('page:user-settings');
  const { allowed: mayReadAudit } = usePermission({
    permission: auditReadPermission,
  });

  const items = [
    navItems.take('page:environments'),
    mayReadAudit ? audit : undefined,
    navItems.take('page:catalog'),
    ...navItems.rest(),
  ].filter(item => item !== undefined);

  return (
    <Sidebar disableExpandOnHover>
      <NavLogo />
      {items.map(renderItem)}
      <SidebarSpace />
      {settings && renderItem(settings)}
    </Sidebar>
  );
}

function renderItem({ node, title, href, icon }: NavContentNavItem) {
  return (
    <SidebarGroup key={node.spec.id} label={title} icon={icon} to={href}>
      <SidebarItem icon={() => icon} to={href} text={title} />
    </SidebarGroup>
  );
}
