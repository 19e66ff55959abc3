/** Words that say nothing about what a message is about. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are aren as at be because been before being
  below between both but by can cannot could couldn d did didn do does doesn doing don down during each few
  for from further had hadn has hasn have haven having he her here hers herself him himself his how i if in
  into is isn it its itself just let ll m me might more most must my myself no nor not now of off on once
  only or other our ours ourselves out over own re s same shall she should shouldn so some such t than that
  the their theirs them themselves then there these they this those through to too under until up us ve
  very was wasn we were weren what when where which while who whom why will with won would wouldn you your
  yours yourself yourselves yes yeah ok okay oh hi hey hello thanks thank please wow really got get gets
  getting like well much many lot sure one way thing things even still going go goes gonna know think see
  say says said tell told make makes made`.split(/\s+/),
);

/**
 * Words that a question uses to speak of the conversation or of the answer it wants. They may also be what
 * a message is about, so they count for less, not for nothing.
 */
export const ASKING_WORDS: readonly string[] =
  `mention mentioned mentions only list listed order different various aspect aspects conversation
  conversations chat chats discuss discussed discussion discussions talk talked talking ask asked bring
  brought suggest suggested recommend recommended explain explained describe described provide provided
  comprehensive summary summarize previously earlier across throughout total help need want wanted use used
  using plan planned considering given kind kinds type types example examples certain specific show give
  gave walk item items`.split(/\s+/);

/** Words of greetings, thanks and assent: a message of these alone asks for nothing. */
export const SMALL_TALK: ReadonlySet<string> = new Set(
  `thanks thank thx ty cheers ok okay k kk great cool nice good perfect awesome fine super wonderful
  excellent amazing lovely brilliant fantastic alright right yes yeah yep yup no nope sure hi hello hey
  bye goodbye morning afternoon evening night welcome wow oh ah hm hmm lol haha please sorry works work
  worked makes sense got understood agreed indeed exactly absolutely interesting helpful appreciated
  appreciate done very so much a lot that this it is was the you your i my me we all for and again really
  too see later soon talk day have one well how are doing going up what s m re ll ve d t am do now then
  just there to be`.split(/\s+/),
);

/** Words that point back to the exchange before when little else is said. */
export const POINTING_WORDS: ReadonlySet<string> = new Set(
  `it that this those these them they he she him her his its their other others one ones another else more
  same again first second third last former latter both either why there then instead`.split(/\s+/),
);
