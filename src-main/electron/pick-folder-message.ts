/** The page's preload asks for a folder with this. */
export const pickFolderMessage = 'lacuna:pick-folder'
