/** The page's preload sends this with one end of its port; everything after goes through the port. */
export const connectMessage = 'lacuna:connect'
