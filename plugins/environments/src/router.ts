/**
 * The only file of this plugin that knows the router: Backstage 1.57 takes
 * react-router out of its frontend system, and then this file alone changes.
 */
export {
  Navigate,
  Outlet,
  Route,
  Routes,
  useHref,
  useLocation,
  useNavigate,
  useParams,
  useSearchParams,
} from 'react-router-dom';
