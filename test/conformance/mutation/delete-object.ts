/** The coarsest change: an object is not there. */
import { Edit } from './mutant';

export const DELETED: Edit = { operator: 'delete-object', says: 'deleted' };
