/**
 * What things are kinds of what: a question names the kind ("which instruments…"), messages name the things.
 * Each line holds the words that ask for a kind, a colon, and words that belong to it; the asking words
 * belong to it too. General vocabulary, written by hand.
 */
export const CONCEPT_LINES: readonly string[] = `
sport sports athletic athlete game: basketball football soccer baseball tennis golf hockey volleyball
  rugby cricket swimming swim surf surfing ski skiing snowboard skate skating skateboard run running jog
  marathon race cycling bike biking boxing karate taekwondo judo kickboxing wrestling gymnastics yoga
  pilates climbing rowing sailing kayak kayaking fencing archery badminton bowling lacrosse softball
  triathlon gym workout fitness match tournament league championship coach team
hobby hobbies activity activities pastime interest interests leisure fun passion destress unwind relax:
  painting paint draw drawing pottery sculpt knit knitting sewing crochet gardening garden cook cooking
  bake baking read reading write writing hike hiking camp camping fish fishing dance dancing sing
  singing photography photo chess puzzle swim swimming run running yoga travel travelling music guitar
  piano game gaming movie museum picnic beach biking surf ski craft crafts woodworking collect
  birdwatching volunteer meditation workout
outdoor outdoors nature adventure: hike hiking camp camping campfire tent trail mountain mountaineering
  climb climbing forest lake river beach park picnic kayak fishing sunset wildlife waterfall canyon
  ocean garden backpacking trek
pet pets animal animals: dog dogs puppy cat kitten rabbit hamster turtle tortoise fish goldfish parrot
  bird horse pony snake lizard gecko guinea pig ferret frog iguana rat mouse chicken duck goat cow sheep
food dish dishes meal meals cuisine eat snack snacks recipe recipes cook: pizza pasta salad soup
  sandwich burger bread cheese rice chicken beef pork steak fish salmon shrimp sushi taco curry noodle
  noodles egg eggs bacon vegetable vegetables fruit fruits apple banana berry potato tomato onion garlic
  sauce roast grill lasagna stew breakfast lunch dinner brunch vegan vegetarian dairy coconut
dessert desserts sweet sweets treat treats bake: cake cookie cookies pie cobbler brownie chocolate cream
  cupcake muffin pastry donut doughnut pudding candy tart cheesecake frosting vanilla caramel mousse
drink drinks beverage: coffee tea juice wine beer water milk soda cocktail smoothie lemonade whiskey
  cider espresso latte
music song songs band bands artist musician concert genre: guitar piano violin drums drum clarinet flute
  saxophone trumpet cello bass ukulele harp rock jazz pop classical rap hiphop country blues album
  singer sing singing melody tune concert festival orchestra playlist lyrics perform performance gig
instrument instruments: guitar piano violin drums drum clarinet flute saxophone trumpet cello bass
  ukulele harp keyboard banjo harmonica trombone
book books novel author read literature story reading: novel fiction fantasy mystery memoir biography
  poem poetry poet chapter library bookstore bookshelf series trilogy author writer publish published
  book
movie movies film films show shows watch series cinema: movie film trilogy documentary thriller comedy
  romcom drama actor actress director scene cinema theater theatre netflix episode season anime
  screenplay script
game games gaming videogame: console xbox playstation nintendo switch pc controller chess monopoly cards
  dice puzzle tournament esports player quest level multiplayer strategy
art artwork arts artist creative: painting paint drawing draw sketch sculpture pottery clay canvas
  watercolor gallery exhibit exhibition museum portrait photography abstract
country countries abroad travel nation: france paris spain italy rome germany berlin england london
  ireland scotland sweden norway canada mexico brazil japan tokyo china india thailand australia greece
  turkey egypt africa europe asia america states usa overseas foreign
place places travel visit location locations trip trips destination vacation city state area country:
  city town beach mountain mountains coast park museum island hotel airport flight road trip lake
  california florida texas york boston chicago seattle paris london rome tokyo barcelona spain italy
  france europe japan ireland canada castle tour visited travelled
job jobs career work profession occupation employer living: job career work office manager engineer
  teacher nurse doctor lawyer banker chef designer developer writer actor artist coach counselor
  consultant accountant salesperson business company startup hired promotion interview internship boss
  coworker colleague colleagues fired quit salary resume freelance retire retired
business company store startup entrepreneur: business store shop company startup customers clients brand
  marketing ad campaign investor investors launch profit revenue sales website inventory loan
money financial finance finances income budget afford: money bank loan debt savings save salary income
  invest investment budget bill bills expensive cheap rent mortgage price pay paid funds fund wealthy
  rich poor broke
family relatives relative siblings sibling: mother father mom dad sister brother son daughter wife
  husband grandmother grandfather grandma grandpa aunt uncle cousin niece nephew kids children child
  baby parents parent twins family
relationship relationships partner dating marital status romantic: single married marriage husband wife
  boyfriend girlfriend partner fiance engaged engagement wedding breakup broke divorce divorced date
  dating love ex anniversary
friend friends friendship buddy: friend friends buddy pal mate mates neighbor neighbour roommate
  colleague coworker teammate
kid kids children child: son daughter kids children child toddler baby birthday school playground toys
  twins
health healthy medical condition illness injury: doctor hospital injury injured hurt pain sick ill
  illness disease diagnosis surgery medicine medication therapy therapist treatment clinic allergy
  allergic asthma diabetes cancer weight diet exercise sleep stress anxiety depression knee ankle back
  heart checkup recover recovery
allergy allergies allergic: allergic allergy dairy lactose peanut nuts gluten pollen fur reptiles hives
emotion feel feeling feelings mood emotions: happy sad angry anxious excited proud nervous scared afraid
  stressed overwhelmed grateful thankful lonely upset frustrated worried joy disappointed heartbroken
  relieved
education school study degree college university studies: school college university class course degree
  exam exams test homework graduate graduated graduation teacher professor student study studying major
  thesis research scholarship lecture phd diploma
volunteer volunteering charity cause causes community help: volunteer volunteering charity donate
  donation donated fundraiser shelter homeless food drive nonprofit community outreach mentor mentoring
  campaign
political politics politician government: election vote office mayor council campaign policy senator
  president law government politician party protest rights military veteran country
religious religion faith spiritual religious: church faith god pray prayer bible mosque temple synagogue
  christian muslim jewish buddhist spiritual cross blessing service pastor priest
vehicle car cars transport: car truck bike bicycle motorcycle van bus train tesla ford toyota honda
  drive driving engine mechanic garage repair
home house live living residence apartment: house home apartment flat room kitchen garden yard move
  moved moving neighborhood neighbourhood furniture couch roommate rent mortgage renovate
clothes clothing wear fashion outfit: dress shirt shoes jacket coat hat jeans sweater scarf skirt boots
  sneakers necklace ring bracelet earrings outfit jersey suit
gift gifts present presents gave received: gift present birthday christmas surprise gave necklace ring
  card bought wrapped received
buy bought purchase purchased item items shopping: bought new got purchase shoes store camera phone
  laptop bag dress ordered
symbol symbols meaning important: rainbow flag cross heart tattoo necklace pendant pin
event events attend attended participated celebration: party wedding parade concert festival conference
  fair show performance competition tournament ceremony meeting workshop seminar fundraiser exhibition
  gala race birthday graduation
holiday holidays celebrate: christmas thanksgiving easter halloween hanukkah eve birthday anniversary
  valentine fireworks
goal goals plan plans dream dreams future ambition aspiration: goal goals plan planning dream hope want
  wants future aim win championship someday soon next
achievement award awards accomplish accomplishment win won: won award medal trophy prize first place
  champion championship record promotion graduated published
personality trait traits attributes describe kind: kind caring thoughtful creative passionate brave
  honest generous supportive patient determined driven confident resilient funny empathy empathetic
  hardworking strong selfless
technology tech device software computer: computer laptop phone app software code coding programming
  website robot camera tablet server database api
weather climate season: rain snow storm sunny cold hot wind cloudy summer winter spring fall autumn
  flood
pets name names named: named called name
martial arts: karate taekwondo judo kickboxing boxing wrestling kungfu fencing
exercise workout fitness routine: gym yoga run running weights lifting weight pilates stretching swim
  swimming squats bench press training jog
injury accident hurt: fell broke sprain ankle knee crash accident hospital cast injured
class classes course lesson lessons workshop: class course workshop lesson lessons signed enrolled
  learned taught pottery cooking yoga dance
writing writings write wrote: screenplay script book novel poem story journal blog article essay letter
  published draft
`
  .replace(/\n {2}/g, " ")
  .trim()
  .split("\n");
