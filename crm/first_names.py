"""First names that are common in Finland: a text that has one may speak of a person."""

NAMES = """
    aino aleksi anja anna anne anneli annika anni anssi antero antti ari arja arto
    aulis birgitta camilla christer eero eeva eija eino elina ella emilia emma erik
    erkki esa eveliina fredrik hanna hannele hannu harri heidi heikki helena henri
    henrik iida ilkka inkeri ismo jaakko jaana jani janne jari jarkko jarmo jenni jesse
    joni jonna jorma jouko jouni juha juhani juho jukka jussi kaarina kaisa kalevi kalle
    kari karin karoliina katariina kati katja kim kirsi kristiina kyösti lars lasse
    lauri leena leila lotta maarit maija maria marika marja marjatta marjo marko markku
    markus marko matias matti mervi mia mika mikael mikko milla minna miia mirja mirva
    niina niko noora nils olavi olli oskari osmo outi päivi paavo pasi paula pauli
    pekka pentti pertti petra petri petteri pia piia pirjo pirkko raija raimo reijo
    riikka riitta risto ritva roope saara saija sakari salla sami samuel sanna santeri
    sari satu seija seppo sini sinikka sirpa sofia stefan susanna suvi taina tanja
    tapani tapio tarja teemu teija terhi terttu tero tiina timo tomi tommi toni tuija
    tuomas tuomo tuula tuulia ulla vesa venla ville virpi väinö yrjö åsa
"""
COMMON = frozenset(NAMES.split())
