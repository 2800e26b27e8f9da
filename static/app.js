// The behaviors of signed-in pages. Each looks for its own data-* hook and leaves a page alone that has none.
import "./js/crisis-card.js"
import "./js/focus-errors.js"
import "./js/submit-once.js"
import "./js/open-for-print.js"
import "./js/copy-text.js"
import "./js/open-target.js"
import "./js/order-total.js"
import "./js/passkey.js"
