import { stemmer } from "stemmer";

const IRREGULAR = new Map(
  `went go|gone go|bought buy|brought bring|ran run|ate eat|eaten eat|drove drive|wrote write|written write
  |met meet|saw see|seen see|took take|taken take|gave give|given give|felt feel|found find|left leave
  |lost lose|won win|taught teach|thought think|sold sell|sang sing|sung sing|swam swim|swum swim|flew fly
  |flown fly|built build|kept keep|began begin|begun begin|broke break|broken break|chose choose
  |chosen choose|came come|drew draw|drawn draw|fell fall|fallen fall|fought fight|forgot forget
  |forgotten forget|grew grow|grown grow|held hold|knew know|known know|led lead|lent lend|paid pay
  |rode ride|ridden ride|sent send|slept sleep|spoke speak|spoken speak|spent spend|stood stand|threw throw
  |thrown throw|understood understand|woke wake|wore wear|worn wear|caught catch|heard hear|hid hide
  |shook shake|shot shoot|stole steal|stuck stick|became become|children child|kid child|kids child|men man
  |women woman|people person|feet foot|teeth tooth|mice mouse|wives wife|better good|best good|worse bad
  |worst bad|mom mother|mum mother|dad father|grandma grandmother|grandpa grandfather|bike bicycle
  |photo picture|pic picture|photograph picture|puppy dog|pup dog|kitten cat|tv television|movie film
  |fave favorite|favourite favorite|colour color|workout exercise`
    .replace(/\s*\n\s*/g, "")
    .split("|")
    .map((pair) => {
      const [from = "", to = ""] = pair.split(" ");
      return [stemmer(from), stemmer(to)] as const;
    }),
);

/** A lower-case word without its ending (Porter, 1980), irregular forms and close synonyms made one. */
export function stemWord(word: string): string {
  const stem = stemmer(word);
  return IRREGULAR.get(stem) ?? stem;
}
