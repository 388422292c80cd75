/** Where goals are reached when nobody says otherwise. */
export const usualWorkspace = '.';
