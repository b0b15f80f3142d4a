/** A standard normal number (Box and Muller 1958, Ann. Math. Stat. 29:610). */
export const standardNormal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
